package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Operation;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinedExecutionTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");
    private static final Operation AUDIT = Operation.named("Wallets.audit");

    private final StubIntegration integration = new StubIntegration();
    private final RecordedEvents events = new RecordedEvents();
    private final RetryEngine engine = Engines.on(integration, events);

    @Test
    void returnsWhatTheBodyReturnedInsideATransactionThatSomebodyElseBegan() throws Throwable {
        integration.active = true;

        assertThat(engine.execute(DEPOSIT, () -> "done")).isEqualTo("done");
    }

    @Test
    void returnsWhatTheBodyReturnedInsideAnotherOperation() throws Throwable {
        assertThat(engine.execute(DEPOSIT, () -> engine.execute(AUDIT, () -> "done")))
                .isEqualTo("done");
    }

    @Test
    void isAnAttemptOfItsOwnInsideAnAttemptOnAnotherUnit() throws Throwable {
        StubIntegration stock = new StubIntegration();
        RetryEngine onStock = Engines.on(stock);
        stock.active = true;

        Object current = engine.execute(
                DEPOSIT, () -> onStock.execute(AUDIT, () -> Attempt.current().operation()));

        assertThat(current)
                .as("the action of a commit belongs to the transaction that it was said in")
                .isEqualTo("Wallets.audit");
    }

    @Test
    void isTheFirstAttempt() throws Throwable {
        integration.active = true;

        assertThat(engine.execute(DEPOSIT, () -> Attempt.current().number())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"SURFACE", "IF_DECLARED", "RETHROW", "OUTCOME_UNKNOWN"})
    void warnsOfNothingThatAnOwnerOfTheTransactionCouldNotRepeatEither(Verdict verdict) {
        integration.active = true;
        integration.verdict = verdict;

        try (Warnings warnings = new Warnings()) {
            assertThatThrownBy(() -> engine.execute(DEPOSIT, () -> {
                        throw new StubConflict("stale");
                    }))
                    .isInstanceOf(StubConflict.class);

            assertThat(warnings.lines()).isEmpty();
        }
    }

    @Test
    void runsTheBodyOnce() {
        integration.active = true;

        assertThatThrownBy(() -> engine.execute(DEPOSIT, failing(new StubConflict("stale"))))
                .isInstanceOf(StubConflict.class);

        assertThat(integration.begun).isZero();
        assertThat(events.lines()).containsExactly("Wallets.deposit PROPAGATED after 1");
    }

    @Test
    void warnsOncePerOperationOfAConflictThatOnlyTheOuterTransactionCanRepeat() {
        integration.active = true;

        try (Warnings warnings = new Warnings()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> engine.execute(DEPOSIT, failing(new StubConflict("stale"))))
                        .isInstanceOf(StubConflict.class);
                assertThatThrownBy(() -> engine.execute(AUDIT, failing(new IOException())))
                        .isInstanceOf(IOException.class);
            }

            assertThat(warnings.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Wallets.deposit met a conflict inside a transaction that began before it");
        }
    }

    @Test
    void leavesActionsToTheTransactionThatSomebodyElseBegan() throws Throwable {
        integration.active = true;
        List<String> actions = new ArrayList<>();

        engine.execute(DEPOSIT, () -> {
            Attempt.current().afterCommit(() -> actions.add("mail"));
            return null;
        });

        assertThat(actions).isEmpty();
        integration.commitOuterTransaction();
        assertThat(actions).containsExactly("mail");
    }

    @Test
    void sharesTheAttemptOfAnotherOperation() throws Throwable {
        engine.execute(DEPOSIT, () -> {
            if (Attempt.current().number() == 1) {
                throw new StubConflict("attempt 1");
            }
            return engine.execute(AUDIT, () -> {
                assertThat(Attempt.current().number()).isEqualTo(2);
                assertThat(Attempt.current().operation()).isEqualTo("Wallets.deposit");
                return null;
            });
        });

        assertThat(integration.begun).isEqualTo(2);
        assertThat(events.lines())
                .containsExactly(
                        "Wallets.deposit conflict 1 STALE_UPDATE on Wallet 42",
                        "Wallets.audit PROPAGATED after 1",
                        "Wallets.deposit RETRIED after 2");
    }

    private static Body failing(Throwable failure) {
        return () -> {
            throw failure;
        };
    }
}
