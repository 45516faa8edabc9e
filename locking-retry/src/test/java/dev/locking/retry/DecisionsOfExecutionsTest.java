package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where what a classifier says meets what the operation declares. */
class DecisionsOfExecutionsTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final RetryEngine engine = Engines.on(integration);

    @Test
    void anOpenOutcomeIsToldAlsoWhereTheOperationAbortsOnTheFailure() {
        integration.commitFailure = new IllegalStateException("connection lost");
        Operation aborting = DEPOSIT.policy(
                RetryPolicy.builder().abortOn(List.of(Exception.class)).build());

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(aborting, () -> null))
                .withCause(integration.commitFailure);
    }

    @Test
    void whatACertainlyRolledBackFailureIsAnOperationMayDeclareToBeAConflict() throws Throwable {
        integration.verdict = Verdict.RETHROW;
        Operation declared = DEPOSIT.policy(
                RetryPolicy.builder().retryOn(List.of(StubConflict.class)).build());

        Object result = engine.execute(declared, () -> {
            if (Attempt.current().number() == 1) {
                throw new StubConflict("attempt 1");
            }
            return "attempt 2";
        });

        assertThat(result).isEqualTo("attempt 2");
    }

    @Test
    void anAttemptThatWouldBeginExactlyAtTheDeadlineDoesNotBegin() {
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);
        Operation operation = DEPOSIT.policy(RetryPolicy.builder()
                .delay(Duration.ofMillis(30))
                .jitter(0)
                .maxDuration(Duration.ofMillis(30))
                .build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(operation, () -> {
                    throw new StubConflict("attempt 1");
                }))
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isOne());
    }

    /** A boundary that asks how much time is left, and commits nothing. */
    private static class AskingBoundary implements BoundaryProvider, TransactionBoundary {

        final List<Duration> remaining = new ArrayList<>();

        @Override
        public TransactionBoundary boundary(String unit) {
            return this;
        }

        @Override
        public boolean isActive() {
            return false;
        }

        @Override
        public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
            remaining.add(attempt.remaining());
            return body.run();
        }

        @Override
        public void flush() {}

        @Override
        public void afterCommit(Runnable action) {}
    }

    @Test
    void whatIsSpentIsTheInstanceAndWithoutALedgerNothingIsStored() throws Throwable {
        String instance = new String("wallet");
        List<Object> answers = new ArrayList<>();
        TransactionBoundary spending = new AskingBoundary() {
            @Override
            public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
                answers.add(attempt.isSpent(instance));
                attempt.spend(instance);
                attempt.spend(new Object());
                answers.add(attempt.isSpent(instance));
                answers.add(attempt.isSpent(new String("wallet")));
                answers.add(String.valueOf(attempt.resultToStore()));
                return super.inTransaction(body, attempt);
            }
        };
        RetryEngine onSpending = new RetryEngine(
                unit -> spending,
                List.of(integration),
                List.of(),
                new Listeners(List.of()),
                new Observers(List.of()),
                Engines.NO_TIME_PASSES);

        onSpending.execute(DEPOSIT, () -> "done");

        assertThat(answers).containsExactly(false, true, false, "null");
    }

    @Test
    void aBoundaryIsToldHowMuchTimeIsLeft() throws Throwable {
        AskingBoundary asking = new AskingBoundary();
        long[] now = {0};
        RetryEngine onAsking = new RetryEngine(
                asking,
                List.of(integration),
                List.of(),
                new Listeners(List.of()),
                new Observers(List.of()),
                new Timing(() -> now[0], nanos -> now[0] += nanos, () -> 0.0));
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);

        onAsking.execute(DEPOSIT, () -> {
            if (Attempt.current().number() == 1) {
                now[0] += Duration.ofMillis(95).toNanos();
                throw new StubConflict("attempt 1");
            }
            return null;
        });

        assertThat(asking.remaining).containsExactly(Duration.ofSeconds(5), Duration.ofMillis(4_900));
    }
}
