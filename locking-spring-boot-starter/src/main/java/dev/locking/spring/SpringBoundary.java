package dev.locking.spring;

import static java.util.Objects.requireNonNull;

import dev.locking.hibernate.HibernateBoundary;
import dev.locking.hibernate.SessionAttempt;
import dev.locking.hibernate.SessionAttempts;
import dev.locking.spi.Body;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of a {@code JpaTransactionManager}, with the attributes of one method. Each has an {@code EntityManager} of its
 * own: one that open-session-in-view has bound to the thread is put aside meanwhile.
 *
 * <p>A {@code REQUIRES_NEW} method is never inside a transaction that began before it, so it is retried there too, and waits
 * for that while the outer transaction keeps its connection. All others take part in a transaction of the same unit.
 */
final class SpringBoundary implements HibernateBoundary {

    private final JpaTransactionManager transactions;
    private final TransactionAttribute attribute;
    private final TransactionDefinition toBegin;
    private final boolean takesPart;
    private final EntityManagerFactory entityManagers;
    private final SessionFactory factory;
    private final SessionAttempts attempts;

    SpringBoundary(JpaTransactionManager transactions, TransactionAttribute attribute) {
        this(
                transactions,
                attribute,
                attribute.getPropagationBehavior() != TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private SpringBoundary(JpaTransactionManager transactions, TransactionAttribute attribute, boolean takesPart) {
        this.transactions = transactions;
        this.attribute = attribute;
        this.toBegin = toBegin(attribute);
        this.takesPart = takesPart;
        this.entityManagers = requireNonNull(transactions.getEntityManagerFactory(), "entityManagerFactory");
        this.factory = entityManagers.unwrap(SessionFactoryImplementor.class);
        this.attempts = SessionAttempts.of(factory);
    }

    /**
     * A new one, also where the last one is just completing, as in a listener after its commit, which would be taken part in
     * otherwise.
     */
    private static TransactionDefinition toBegin(TransactionAttribute attribute) {
        if (attribute.getPropagationBehavior() == TransactionDefinition.PROPAGATION_MANDATORY) {
            return attribute;
        }
        DefaultTransactionDefinition begun = new DefaultTransactionDefinition(attribute);
        begun.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return begun;
    }

    /** The same for a frame whose transaction has begun. */
    SpringBoundary takingPart() {
        return takesPart ? this : new SpringBoundary(transactions, attribute, true);
    }

    boolean isOf(SessionFactory other) {
        return factory == other;
    }

    @Override
    public SessionAttempts attempts() {
        return attempts;
    }

    @Override
    public boolean isActive() {
        return takesPart && isAnyActive();
    }

    private boolean isAnyActive() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.getResource(entityManagers) instanceof EntityManagerHolder holder
                && holder.isSynchronizedWithTransaction()
                && session(holder).isJoinedToTransaction();
    }

    /** Hibernate's own: what a view has opened is a proxy that is a {@code Session} too. */
    private static Session session(EntityManagerHolder holder) {
        return holder.getEntityManager().unwrap(SessionImplementor.class);
    }

    @Override
    public Session currentSession() {
        return session((EntityManagerHolder)
                requireNonNull(TransactionSynchronizationManager.getResource(entityManagers), "EntityManager"));
    }

    @Override
    public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
        return attempts.run(attempt, begun -> inEntityManagerOfItsOwn(body, begun));
    }

    private @Nullable Object inEntityManagerOfItsOwn(Body body, SessionAttempt attempt) throws Throwable {
        Object inView = isOfView() ? TransactionSynchronizationManager.unbindResource(entityManagers) : null;
        try {
            return commitAfter(body, attempt);
        } finally {
            if (inView != null) {
                TransactionSynchronizationManager.bindResource(entityManagers, inView);
            }
        }
    }

    /** That of a transaction, also of one that is just completing, is put aside by the transaction manager. */
    private boolean isOfView() {
        return TransactionSynchronizationManager.getResource(entityManagers) instanceof EntityManagerHolder holder
                && !holder.isSynchronizedWithTransaction();
    }

    private @Nullable Object commitAfter(Body body, SessionAttempt attempt) throws Throwable {
        TransactionStatus status = transactions.getTransaction(toBegin);
        Object result;
        try {
            result = attempt.runIn(currentSession(), body);
        } catch (Throwable failure) {
            endAfter(failure, status, attempt);
            throw failure;
        }
        transactions.commit(status);
        attempt.requireApplied();
        return result;
    }

    /** What the rules let commit is thrown when it has; a commit that fails then is what there is to be told, and repeated. */
    private void endAfter(Throwable failure, TransactionStatus status, SessionAttempt attempt) {
        if (attempt.mayCommitAfterFailure() && !attribute.rollbackOn(failure)) {
            commit(status, failure);
        } else {
            rollback(status, failure);
        }
    }

    private void commit(TransactionStatus status, Throwable failure) {
        try {
            transactions.commit(status);
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    private void rollback(TransactionStatus status, Throwable failure) {
        try {
            transactions.rollback(status);
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpringBoundary boundary && factory == boundary.factory;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(factory);
    }
}
