package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The class of an identifier may be the application's, and do what it likes. */
class UnusualIdentifiersTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final RetryEngine engine = Engines.on(integration);

    @Test
    void identifiersThatCannotBeComparedCostTheTurnAndNothingElse() throws Throwable {
        for (Object id : List.of(new Unequal(), new Unhashed())) {
            integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", id);

            assertThat(engine.execute(DEPOSIT, UnusualIdentifiersTest::losingOnce))
                    .isEqualTo("attempt 2");
            assertThat(integration.lostRows).isEmpty();
        }
    }

    @Test
    void identifiersThatCannotBeShownAreLeftOutOfTheMessage() {
        integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", new Unequal());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(
                        DEPOSIT.policy(RetryPolicy.builder().maxRetries(0).build()),
                        UnusualIdentifiersTest::losingOnce))
                .withMessageContaining("STALE_UPDATE on Wallet (whose id cannot be shown)");
    }

    private static Object losingOnce() {
        int number = Attempt.current().number();
        if (number == 1) {
            throw new StubConflict("attempt 1");
        }
        return "attempt " + number;
    }

    private static final class Unequal {

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    private static final class Unhashed {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }
}
