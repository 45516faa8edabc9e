package dev.locking.hibernate;

import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jpa.SpecHints;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.persister.entity.JoinedSubclassEntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;

/**
 * Locks the rows on which earlier attempts lost, so that nobody who comes new can get in between again. That comes
 * before anything is read without a lock, so that what is read then was committed last, also at InnoDB's REPEATABLE READ.
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
        EntityMappingType entity = entity(row, session);
        if (isInOneOfSeveralTables(entity)) {
            return;
        }
        try {
            lock(entity, row.id(), attempt, session);
        } catch (PessimisticLockException | LockTimeoutException e) {
            throw new RowBusyException(row, e);
        }
    }

    /**
     * Of the table alone that has the version. A locking {@code find} joins what is fetched with the entity: InnoDB locks all
     * that, and everybody waits who refers to the same parent; and where a database cannot lock behind a join, Hibernate 7.4
     * locks table by table afterwards, and fails if an optional one has no row.
     */
    private static void lock(EntityMappingType entity, Object id, RunningAttempt attempt, Session session) {
        session.createSelectionQuery(
                        "select " + (entity.getVersionMapping() == null ? "id(e)" : "version(e)") + " from "
                                + withVersion(entity).getEntityName() + " e where id(e) = :id",
                        Object.class)
                .setParameter("id", id)
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, timeoutMillis(attempt))
                .getResultList();
    }

    /** Of which a union is read, and no database locks that. The turn and the version check have to do. */
    private static boolean isInOneOfSeveralTables(EntityMappingType entity) {
        return entity instanceof UnionSubclassEntityPersister
                && entity.getSubclassEntityNames().size() > 1;
    }

    /** Of joined tables it is the first one. */
    private static EntityMappingType withVersion(EntityMappingType entity) {
        return entity instanceof JoinedSubclassEntityPersister ? entity.getRootEntityDescriptor() : entity;
    }

    private static EntityMappingType entity(Row row, Session session) {
        SessionFactoryImplementor factory = session.getSessionFactory().unwrap(SessionFactoryImplementor.class);
        return factory.getMappingMetamodel()
                .getEntityDescriptor(
                        factory.getJpaMetamodel().entity(row.entityName()).getHibernateEntityName());
    }

    private static int timeoutMillis(RunningAttempt attempt) {
        return (int) Math.max(1, attempt.remaining().toMillis());
    }
}
