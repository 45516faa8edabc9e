package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What waits for the end of a transaction waits for that of its attempt. */
class CompletionTest extends SpringKit {

    record Deposited(int attempt) {}

    static class Listener {

        private final Trace trace;

        Listener(Trace trace) {
            this.trace = trace;
        }

        @TransactionalEventListener
        public void committed(Deposited event) {
            trace.add("event of attempt " + event.attempt);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        public void rolledBack(Deposited event) {
            trace.add("lost event of attempt " + event.attempt);
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Errands.class, Listener.class};
    }

    @Test
    void eventsOfLostAttemptsAreLostAndThoseOfTheCommittedOneAreToldOnce() throws Exception {
        bank.open(1);

        errands.run(() -> {
            bank.deposit();
            context.publishEvent(new Deposited(bank.attempts()));
            return 0;
        });

        assertThat(trace())
                .containsExactly(
                        "begin",
                        "attempt",
                        "lost event of attempt 1",
                        "rollback",
                        "begin",
                        "attempt",
                        "event of attempt 2",
                        "commit");
    }

    @Test
    void synchronizationsEndWithTheirAttempt() throws Exception {
        bank.open(1);

        errands.run(() -> {
            bank.deposit();
            int attempt = bank.attempts();
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    bank.trace().add("before commit " + attempt);
                }

                @Override
                public void afterCommit() {
                    bank.trace().add("after commit " + attempt);
                }

                @Override
                public void afterCompletion(int status) {
                    bank.trace().add(attempt + (status == STATUS_COMMITTED ? " committed" : " not committed"));
                }
            });
            return 0;
        });

        assertThat(trace())
                .containsExactly(
                        "begin",
                        "attempt",
                        "before commit 1",
                        "1 not committed",
                        "rollback",
                        "begin",
                        "attempt",
                        "before commit 2",
                        "after commit 2",
                        "2 committed",
                        "commit");
    }

    @Test
    void aRetriedMethodThatIsCalledWhileAnotherTransactionCompletesHasTransactionsOfItsOwn() {
        bank.open(0);

        outer.executeWithoutResult(status ->
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        bank.open(1);
                        assertThatCode(() -> errands.run(() -> {
                                    bank.deposit();
                                    return 0;
                                }))
                                .doesNotThrowAnyException();
                    }
                }));

        assertThat(trace()).containsSubsequence(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void whatFailsAfterTheCommitLeavesAsItCameAndNothingIsRepeated() {
        bank.open(0);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> errands.run(() -> {
                    bank.deposit();
                    Attempt.current().afterCommit(() -> bank.trace().add("mail"));
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            throw new IllegalStateException("after commit");
                        }
                    });
                    return 0;
                }));

        assertThat(trace()).containsSubsequence("begin", "attempt", "mail").containsOnlyOnce("attempt");
        assertThat(bank.balance()).isEqualTo(150);
    }

    @Test
    void whatIsToRunAfterTheCommitRunsOnceWhenTheTransactionHasEnded() throws Exception {
        bank.open(1);

        errands.run(() -> {
            bank.deposit();
            int attempt = bank.attempts();
            Attempt.current().afterCommit(() -> bank.trace().add("mail of attempt " + attempt));
            return 0;
        });

        assertThat(trace())
                .containsExactly("begin", "attempt", "rollback", "begin", "attempt", "commit", "mail of attempt 2");
    }
}
