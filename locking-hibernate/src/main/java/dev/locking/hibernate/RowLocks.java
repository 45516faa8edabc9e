package dev.locking.hibernate;

import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.Timeout;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

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

    /**
     * A row that is gone is not locked; the body will see that it is not there. Hibernate 7.4 lets its own exceptions out of
     * {@code find}, and JPA's out of queries.
     */
    private static void lock(Row row, RunningAttempt attempt, Session session) {
        try {
            hide(
                    session.find(hibernateName(row, session), row.id(), LockMode.PESSIMISTIC_WRITE, timeout(attempt)),
                    session);
        } catch (PessimisticLockException | LockTimeoutException | org.hibernate.PessimisticLockException e) {
            throw new RowBusyException(row, e);
        }
    }

    /**
     * The database has the lock, and the body need not know: Hibernate passes over a request for a lock that it thinks is a
     * weaker one, and so a forced increment of the version would be lost.
     */
    private static void hide(@Nullable Object locked, Session session) {
        EntityEntry entry = locked == null
                ? null
                : session.unwrap(SessionImplementor.class)
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

    private static Timeout timeout(RunningAttempt attempt) {
        return Timeout.milliseconds((int) Math.max(1, attempt.remaining().toMillis()));
    }
}
