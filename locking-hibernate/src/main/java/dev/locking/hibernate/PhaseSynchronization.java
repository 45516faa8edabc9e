package dev.locking.hibernate;

import dev.locking.spi.Phase;
import dev.locking.spi.RunningAttempt;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import org.hibernate.resource.transaction.backend.jta.internal.StatusTranslator;

/**
 * Tells how far a commit has come. Registered first in the transaction: {@code beforeCompletion} runs after flush and
 * version checks, directly before COMMIT, and {@code afterCompletion} before any listener that may throw (see Hibernate's
 * {@code JdbcResourceLocalTransactionCoordinatorImpl}).
 */
final class PhaseSynchronization implements Synchronization {

    private final RunningAttempt attempt;

    private boolean completed;
    private boolean applied;

    PhaseSynchronization(RunningAttempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void beforeCompletion() {
        attempt.reached(Phase.COMMIT_SENT);
    }

    /**
     * Only the first answer counts. FAILED_ROLLBACK is what Hibernate says, whether the rollback worked or not, when
     * another synchronization failed before COMMIT went out. ROLLEDBACK proves nothing: Hibernate says it of its own
     * rollback after a commit that failed.
     */
    @Override
    public void afterCompletion(int status) {
        if (completed) {
            return;
        }
        completed = true;
        if (status == Status.STATUS_COMMITTED) {
            applied = true;
            attempt.reached(Phase.APPLIED);
        } else if (status == StatusTranslator.STATUS_FAILED_ROLLBACK) {
            attempt.reached(Phase.BODY);
        }
    }

    /** The transaction's own status does not tell: after a commit on a connection that had auto-commit it is NOT_ACTIVE. */
    boolean isApplied() {
        return applied;
    }
}
