package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Operation;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinedExecutionTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");
    private static final Operation AUDIT = Operation.named("Wallets.audit");

    private final StubIntegration integration = new StubIntegration();
    private final RetryEngine engine = Engines.on(integration);

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
}
