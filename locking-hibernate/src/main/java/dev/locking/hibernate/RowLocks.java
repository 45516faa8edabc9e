package dev.locking.hibernate;

import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.jpa.SpecHints;
import org.hibernate.query.SelectionQuery;

/**
 * Locks the rows on which earlier attempts lost, so that nobody who comes new can get in between again. They are the first
 * that the transaction reads, so a locking read shows what was committed last, also at InnoDB's REPEATABLE READ.
 */
final class RowLocks {

    private RowLocks() {}

    static void take(RunningAttempt attempt, Session session) {
        for (Row row : attempt.rowsToLock()) {
            lock(row, attempt, session);
        }
    }

    /** A row that is gone is not locked; the body will see that it is not there. */
    private static void lock(Row row, RunningAttempt attempt, Session session) {
        try {
            for (Object locked : locking(row, attempt, session).getResultList()) {
                hide(locked, session);
            }
        } catch (PessimisticLockException | LockTimeoutException e) {
            throw new RowBusyException(row, e);
        }
    }

    /**
     * A query, because {@code find} joins the associations that are mapped to be fetched with the entity, and InnoDB locks the
     * rows of all that a locking read joins: everybody would wait who refers to the same parent.
     */
    private static SelectionQuery<Object> locking(Row row, RunningAttempt attempt, Session session) {
        return session.createSelectionQuery(
                        "select e from " + hibernateName(row, session) + " e where id(e) = :id", Object.class)
                .setParameter("id", row.id())
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, timeoutMillis(attempt));
    }

    /**
     * The database has the lock, and the body need not know: Hibernate passes over a request for a lock that it thinks is a
     * weaker one, and so a forced increment of the version would be lost.
     */
    private static void hide(Object locked, Session session) {
        EntityEntry entry = session.unwrap(SessionImplementor.class)
                .getPersistenceContextInternal()
                .getEntry(Hibernate.unproxy(locked));
        if (entry != null) {
            entry.setLockMode(LockMode.READ);
        }
    }

    private static String hibernateName(Row row, Session session) {
        return session.getSessionFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJpaMetamodel()
                .entity(row.entityName())
                .getHibernateEntityName();
    }

    private static int timeoutMillis(RunningAttempt attempt) {
        return (int) Math.max(1, attempt.remaining().toMillis());
    }
}
