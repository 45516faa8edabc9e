package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import org.hibernate.Hibernate;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * An entity with the version that it was read with: where it is managed by the attempt's session, the one that Hibernate
 * checks, whatever the application has written into it.
 *
 * @param version null if it has none
 * @param record of the attempt whose session manages it, or null
 */
record ReadEntity(
        SessionAttempts attempts,
        EntityPersister persister,
        Object id,
        @Nullable Object version,
        @Nullable AttemptRecord record) {

    /** @throws IllegalArgumentException if no open {@code SessionFactory} knows the class */
    static ReadEntity of(Object instance) {
        AttemptRecord record = AttemptRecord.current();
        EntityEntry entry = record == null ? null : entry(record.session(), instance);
        return record == null || entry == null ? ofOutside(instance) : managed(entry, record.session());
    }

    private static @Nullable EntityEntry entry(SharedSessionContractImplementor session, Object instance) {
        return session.getPersistenceContextInternal().getEntry(instance);
    }

    /** Of an instance that the session manages. */
    static ReadEntity of(SharedSessionContractImplementor session, Object instance) {
        return managed(requireNonNull(entry(session, Hibernate.unproxy(instance)), "entry"), session);
    }

    private static ReadEntity managed(EntityEntry entry, SharedSessionContractImplementor session) {
        EntityKey key = entry.getEntityKey();
        AttemptRecord record = AttemptRecord.of(session);
        Object version = entry.getVersion();
        return new ReadEntity(
                SessionAttempts.of(session.getFactory()),
                entry.getPersister(),
                key.getIdentifier(),
                record == null ? version : record.baseVersion(key, version),
                record);
    }

    private static ReadEntity ofOutside(Object instance) {
        SessionFactoryImplementor factory = SessionFactories.knowing(instance.getClass());
        EntityPersister persister = factory.getMappingMetamodel()
                .getEntityDescriptor(instance.getClass().getName());
        Object id = requireNonNull(
                persister.getIdentifier(instance, (SharedSessionContractImplementor) null), "the entity's identifier");
        Object version = persister.isVersioned() ? persister.getVersion(instance) : null;
        return new ReadEntity(SessionAttempts.of(factory), persister, id, version, null);
    }

    void requireVersioned() {
        if (!persister.isVersioned()) {
            throw new IllegalArgumentException(persister.getImportedName()
                    + " has no version that could be required. Add an attribute with @Version to it.");
        }
    }
}
