package dev.locking.hibernate;

import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.Timeout;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;

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
            session.find(hibernateName(row, session), row.id(), LockMode.PESSIMISTIC_WRITE, timeout(attempt));
        } catch (PessimisticLockException | LockTimeoutException | org.hibernate.PessimisticLockException e) {
            throw new RowBusyException(row, e);
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
