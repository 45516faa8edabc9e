package dev.locking.hibernate;

import dev.locking.spi.Phase;
import dev.locking.spi.RunningAttempt;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.resource.transaction.spi.TransactionObserver;

/**
 * Tells how far a commit has come, as Hibernate's {@code JdbcResourceLocalTransactionCoordinatorImpl} goes through it:
 * flush and version checks, then synchronizations, then observers, COMMIT, then synchronizations again. So an observer is
 * the last to be asked before COMMIT goes out, and the synchronization that was registered first is told of its success
 * before anything that may throw.
 */
final class CommitPhases implements Synchronization {

    private final RunningAttempt attempt;

    private final Runnable beforeTheSessionIsCleared;

    private boolean applied;

    private CommitPhases(RunningAttempt attempt, Runnable beforeTheSessionIsCleared) {
        this.attempt = attempt;
        this.beforeTheSessionIsCleared = beforeTheSessionIsCleared;
    }

    /**
     * Called when the transaction has just begun, to be the first.
     *
     * @param beforeTheSessionIsCleared runs when the transaction was rolled back; a commit that fails rolls back and clears
     *     the session before anybody else is told
     */
    static CommitPhases observe(
            SessionImplementor session,
            RunningAttempt attempt,
            AbortedTransactions aborted,
            Runnable beforeTheSessionIsCleared) {
        CommitPhases phases = new CommitPhases(attempt, beforeTheSessionIsCleared);
        session.getTransaction().registerSynchronization(phases);
        session.getTransactionCoordinator().addObserver(new BeforeCommit(session, attempt, aborted));
        return phases;
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        if (status == Status.STATUS_COMMITTED) {
            applied = true;
            attempt.reached(Phase.APPLIED);
        } else {
            beforeTheSessionIsCleared.run();
        }
    }

    /** The transaction's own status does not tell: after a commit on a connection that had auto-commit it is NOT_ACTIVE. */
    boolean isApplied() {
        return applied;
    }

    private record BeforeCommit(SessionImplementor session, RunningAttempt attempt, AbortedTransactions aborted)
            implements TransactionObserver {

        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {
            if (aborted.isAborted(session)) {
                throw new SwallowedConflictException();
            }
            attempt.reached(Phase.COMMIT_SENT);
        }

        @Override
        public void afterCompletion(boolean successful, boolean delayed) {}
    }
}
