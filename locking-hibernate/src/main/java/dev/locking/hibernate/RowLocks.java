package dev.locking.hibernate;

import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.exception.LockAcquisitionException;
import org.hibernate.jpa.SpecHints;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.JoinedSubclassEntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;

/**
 * Locks the rows on which earlier attempts lost, so that nobody who comes new can get in between again. That comes
 * before anything is read without a lock, so that what is read then was committed last, also at InnoDB's REPEATABLE READ.
 */
final class RowLocks {

    private RowLocks() {}

    static void take(RunningAttempt attempt, DatabaseProduct database, SessionImplementor session) {
        for (Row row : attempt.rowsToLock()) {
            lock(row, attempt, database, session);
        }
    }

    /** Whether the attempt has locked the row in its transaction, so that no other one can write it before that ends. */
    static boolean hasTaken(
            RunningAttempt attempt, SharedSessionContractImplementor session, EntityPersister persister, Object id) {
        return attempt.rowsToLock().stream()
                .filter(row -> row.id().equals(id))
                .map(row -> entity(row, session))
                .anyMatch(locked -> locked.getRootEntityDescriptor() == persister.getRootEntityDescriptor()
                        && !isInOneOfSeveralTables(locked));
    }

    /** A row that is gone is not locked; the body will see that it is not there. */
    private static void lock(Row row, RunningAttempt attempt, DatabaseProduct database, SessionImplementor session) {
        EntityMappingType entity = entity(row, session);
        if (isInOneOfSeveralTables(entity)) {
            return;
        }
        try {
            lock(withVersion(entity), row.id(), timeoutMillis(attempt), database, session);
        } catch (PessimisticLockException | LockTimeoutException | LockAcquisitionException e) {
            throw new RowBusyException(row, e);
        }
    }

    private static void lock(
            EntityMappingType entity,
            Object id,
            int timeoutMillis,
            DatabaseProduct database,
            SessionImplementor session) {
        if (database == DatabaseProduct.POSTGRESQL && PostgreSqlRowLock.isFor(entity, session)) {
            new PostgreSqlRowLock(entity, id, session).take(timeoutMillis);
        } else {
            lock(entity, id, timeoutMillis, session);
        }
    }

    /**
     * Of the table alone that has the version. A locking {@code find} joins what is fetched with the entity: InnoDB locks all
     * that, and everybody waits who refers to the same parent; and where a database cannot lock behind a join, Hibernate 7.4
     * locks table by table afterwards, and fails if an optional one has no row.
     */
    private static void lock(EntityMappingType entity, Object id, int timeoutMillis, Session session) {
        session.createSelectionQuery(
                        "select " + (entity.getVersionMapping() == null ? "id(e)" : "version(e)") + " from "
                                + entity.getEntityName() + " e where id(e) = :id",
                        Object.class)
                .setParameter("id", id)
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, timeoutMillis)
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

    private static EntityMappingType entity(Row row, SharedSessionContractImplementor session) {
        SessionFactoryImplementor factory = session.getFactory();
        return factory.getMappingMetamodel()
                .getEntityDescriptor(
                        factory.getJpaMetamodel().entity(row.entityName()).getHibernateEntityName());
    }

    private static int timeoutMillis(RunningAttempt attempt) {
        return (int) Math.max(1, attempt.remaining().toMillis());
    }
}
