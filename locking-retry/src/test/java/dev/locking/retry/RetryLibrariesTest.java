package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import io.github.resilience4j.retry.Retry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryLibrariesTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit")
            .policy(RetryPolicy.builder().maxRetries(0).build());

    private final RetryEngine engine = Engines.on(new StubIntegration());

    @Test
    void warnsOncePerOperationThatAnotherRetryLibraryRunsItAgain() {
        try (Warnings warnings = new Warnings()) {
            for (int call = 1; call <= 2; call++) {
                assertThatExceptionOfType(ConflictException.class)
                        .isThrownBy(() -> Retry.executeCallable(this::conflicting));
            }

            assertThat(warnings.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "Wallets.deposit gave up on a conflict and is called through io.github.resilience4j.retry.Retry")
                    .contains("the attempts of both multiply");
        }
    }

    @Test
    void doesNotWarnOfRetryLibrariesThatAreNotThere() {
        try (Warnings warnings = new Warnings()) {
            assertThatExceptionOfType(ConflictException.class).isThrownBy(this::conflicting);

            assertThat(warnings.lines()).isEmpty();
        }
    }

    private @Nullable Object conflicting() throws Throwable {
        return engine.execute(DEPOSIT, () -> {
            throw new StubConflict("stale");
        });
    }
}
