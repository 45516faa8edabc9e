package dev.locking.hibernate;

import static org.hibernate.cfg.AvailableSettings.CURRENT_SESSION_CONTEXT_CLASS;

import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.RunningAttempt;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.context.internal.ManagedSessionContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Plain Java: one session and one resource-local transaction per attempt. The session is bound to the thread, so that
 * {@link SessionFactory#getCurrentSession()} answers it inside the body.
 */
final class SessionBoundary implements HibernateBoundary {

    static final String MANAGED = "managed";

    private static final Logger LOG = Logger.getLogger(SessionBoundary.class);

    private final SessionFactoryImplementor factory;
    private final SessionAttempts attempts;
    private final @Nullable TransactionOwner owner;
    private volatile boolean checked;

    /** @throws IllegalStateException if a setting of the ledger makes no sense */
    SessionBoundary(SessionFactoryImplementor factory) {
        this.factory = factory;
        this.attempts = new SessionAttempts(factory);
        this.owner = factory.getProperties().get(TransactionOwner.SETTING) instanceof TransactionOwner set ? set : null;
    }

    boolean isOf(SessionFactory other) {
        return factory == other;
    }

    SessionFactoryImplementor factory() {
        return factory;
    }

    /** The boundary of an operation: this, or its owner's; null if it is meant for another factory. */
    @Nullable
    HibernateBoundary of(Operation operation) {
        return owner == null ? usable() : owner.boundary(factory, operation);
    }

    @Nullable
    String unit() {
        return factory.getName();
    }

    @Override
    public SessionAttempts attempts() {
        return attempts;
    }

    /**
     * This, if sessions that it binds can be found. Not checked when the factory is built, because an application that
     * brings its own session context may well have no method that is retried.
     */
    SessionBoundary usable() {
        if (!checked) {
            Object context = factory.getProperties().get(CURRENT_SESSION_CONTEXT_CLASS);
            if (!MANAGED.equals(context)
                    && !ManagedSessionContext.class.getName().equals(context)) {
                throw new IllegalStateException(CURRENT_SESSION_CONTEXT_CLASS + " = " + context + " of SessionFactory "
                        + unit() + " hides the session of an attempt. Remove the setting, or set it to \""
                        + MANAGED + "\".");
            }
            checked = true;
        }
        return this;
    }

    @Override
    public boolean isActive() {
        return ManagedSessionContext.hasBind(factory) && isActive(factory.getCurrentSession());
    }

    private static boolean isActive(Session session) {
        return session.isOpen() && session.getTransaction().isActive();
    }

    @Override
    public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
        return attempts.run(attempt, begun -> inSession(factory.openSession(), body, begun));
    }

    private @Nullable Object inSession(Session session, Body body, SessionAttempt attempt) throws Throwable {
        Session outer = ManagedSessionContext.bind(session);
        try {
            return commitAfter(body, session, attempt);
        } finally {
            bindAgain(outer);
            closeQuietly(session);
        }
    }

    private static @Nullable Object commitAfter(Body body, Session session, SessionAttempt attempt) throws Throwable {
        Transaction transaction = session.beginTransaction();
        try {
            Object result = attempt.runIn(session, body);
            transaction.commit();
            attempt.requireApplied();
            return result;
        } catch (Throwable failure) {
            rollback(transaction, failure);
            throw failure;
        }
    }

    private static void rollback(Transaction transaction, Throwable failure) {
        try {
            if (transaction.getStatus().canRollback()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private void bindAgain(@Nullable Session outer) {
        if (outer == null) {
            ManagedSessionContext.unbind(factory);
        } else {
            ManagedSessionContext.bind(outer);
        }
    }

    private static void closeQuietly(Session session) {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.warn("A session could not be closed; the outcome of its transaction is not affected", e);
        }
    }

    @Override
    public Session currentSession() {
        return factory.getCurrentSession();
    }

    @Override
    public void afterCommit(Runnable action) {
        currentSession().getTransaction().registerSynchronization(new AfterCommitSynchronization(action));
    }

    /** For an action inside a transaction that the application began. */
    private record AfterCommitSynchronization(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                action.run();
            }
        }
    }
}
