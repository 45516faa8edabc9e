package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.spi.Body;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.CacheRetrieveMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jspecify.annotations.Nullable;

/** One attempt, from the begin of its transaction to its end. Used by its thread. */
public final class SessionAttempt {

    private final RunningAttempt attempt;
    private final SessionAttempts attempts;
    private @Nullable AttemptRecord record;
    private @Nullable CommitPhases phases;
    private boolean mayCommit;

    SessionAttempt(RunningAttempt attempt, SessionAttempts attempts) {
        this.attempt = attempt;
        this.attempts = attempts;
    }

    /**
     * Runs the body in a transaction that has just begun. Called once. When it returns, nothing may happen in the
     * transaction any more but its commit; when it throws, the boundary rolls back, unless its rules say otherwise and
     * {@link #mayCommitAfterFailure} allows it.
     *
     * @param begun the session, which has seen nothing yet and is closed after the transaction
     * @param body the body
     * @return what the body returned
     * @throws Throwable what the body throws, or what hinders it
     */
    public @Nullable Object runIn(Session begun, Body body) throws Throwable {
        SessionImplementor session = begun.unwrap(SessionImplementor.class);
        observe(session);
        attempts.ledger().begin(attempt, session);
        RowLocks.take(attempt, attempts.databaseProduct(), session);
        Object result = run(body);
        attempts.ledger().end(attempt, session);
        refuseIfMarkedForRollback(session);
        return result;
    }

    private @Nullable Object run(Body body) throws Throwable {
        try {
            return body.run();
        } catch (Throwable failure) {
            mayCommit = attempt.mayCommitAfter(failure);
            throw failure;
        }
    }

    /**
     * Whether the transaction may be committed although {@link #runIn} has thrown, if the rules of whoever began it say so.
     *
     * @return false if it was not the body that failed, or not for reasons of its own
     */
    public boolean mayCommitAfterFailure() {
        return mayCommit;
    }

    private void observe(SessionImplementor session) {
        if (attempt.number() > 1) {
            session.setCacheRetrieveMode(CacheRetrieveMode.BYPASS);
        }
        if (attempts.areWithoutBatches()) {
            session.setJdbcBatchSize(1);
        }
        AttemptRecord begun = AttemptRecord.begin(session, attempt);
        watch(session, begun);
        record = begun;
        phases = CommitPhases.observe(session, attempt, attempts.abortedTransactions(), () -> remember(session, begun));
    }

    private void watch(SessionImplementor session, AttemptRecord record) {
        if (attempt.isToBeReapplied()
                && session.getJdbcSessionContext().getStatementInspector() instanceof StatementWatch) {
            OwnStatements statements = new OwnStatements();
            session.getEventListenerManager().addListener(statements);
            record.watch(statements);
        }
    }

    /** What the next attempt, or the look into what failed, needs to know of this one. */
    private void remember(SessionImplementor session, AttemptRecord record) {
        if (attempt.isToBeReapplied()) {
            SessionAttempts.remember(LostChanges.of(session, record, attempts.reported()));
        }
        SessionAttempts.remember(ReadSet.of(session, record, attempts.reported()));
        record.spendInstances();
    }

    /** Without JPA's compliance setting, committing such a transaction would roll it back without a word. */
    private static void refuseIfMarkedForRollback(SessionImplementor session) {
        if (session.getTransaction().getStatus() == TransactionStatus.MARKED_ROLLBACK) {
            throw new SwallowedConflictException();
        }
    }

    /**
     * Called when the commit has returned normally.
     *
     * @throws RuntimeException if nothing was committed nevertheless
     */
    public void requireApplied() {
        if (!requireNonNull(phases, "phases").isApplied()) {
            throw new SwallowedConflictException();
        }
    }

    void end() {
        if (record != null) {
            record.end();
        }
    }
}
