package dev.locking.hibernate;

import dev.locking.spi.NotReapplicableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.Status;
import org.hibernate.persister.entity.EntityPersister;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says what an attempt did to an entity of a {@code SessionFactory}. Thread-safe. */
final class ReportedEntities {

    private static final Logger LOG = Logger.getLogger(ReportedEntities.class);

    private final ReportSettings settings;
    private final Map<EntityPersister, EntityAttributes> known = new ConcurrentHashMap<>();

    ReportedEntities(ReportSettings settings) {
        this.settings = settings;
    }

    /**
     * Looks at the rules of all entities. What else is wrong with an entity is found when that one is looked at.
     *
     * @throws UnsuitableRuleException if one cannot work
     */
    void refuseUnsuitableRules(SessionFactoryImplementor factory) {
        factory.getMappingMetamodel().forEachEntityDescriptor(this::refuseUnsuitableRules);
    }

    private void refuseUnsuitableRules(EntityPersister entity) {
        try {
            attributes(entity);
        } catch (UnsuitableRuleException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.debugf(e, "The attributes of %s cannot be looked at", entity.getEntityName());
        }
    }

    EntityAttributes attributes(EntityPersister persister) {
        return known.computeIfAbsent(persister, entity -> new EntityAttributes(entity, settings));
    }

    /**
     * As {@link #changeOf(Object, EntityEntry, AttemptRecord)}, of one that is not deleted, and null only if it is not changed.
     *
     * @throws RuntimeException if that cannot be told
     */
    @Nullable
    OwnChange certainChangeOf(Object entity, EntityEntry entry, AttemptRecord record) {
        Object merged = record.merged(entry.getEntityKey());
        if (merged != null && isOfAnotherVersion(merged, entry, record)) {
            throw new NotReapplicableException(
                    "it merged a stale instance of " + entry.getPersister().getImportedName() + " from outside");
        }
        OwnWrite write = record.write(entry.getEntityKey());
        return certainChangeOf(
                write == null ? unwritten(entity, entry, record) : latest(write, entity, entry, record), record);
    }

    /** An entity may have been changed since it was written. */
    private static OwnWrite latest(OwnWrite write, Object entity, EntityEntry entry, AttemptRecord record) {
        write.keep(
                null, entry.getPersister().getValues(entity), record.session().getFactory());
        return write;
    }

    static boolean isDeleted(EntityEntry entry) {
        return entry.getStatus() == Status.DELETED || entry.getStatus() == Status.GONE;
    }

    /** As {@link #certainChangeOf(Object, EntityEntry, AttemptRecord)}, of an entity that has left the session. */
    @Nullable
    OwnChange certainChangeOf(OwnWrite write, AttemptRecord record) {
        if (!write.isKnown()) {
            throw new NotReapplicableException(
                    "what it did to " + write.persister().getImportedName() + " could not be kept");
        }
        return change(write, record);
    }

    /** Of an entity in the session of a failed attempt, whether that wrote it or not; null if it is not changed, or unknown. */
    @Nullable
    OwnChange changeOf(Object entity, EntityEntry entry, AttemptRecord record) {
        return quietly(() -> {
            Object merged = record.merged(entry.getEntityKey());
            if (merged != null && isOfAnotherVersion(merged, entry, record)) {
                return merged(merged, entry.getPersister(), record.session());
            }
            OwnWrite write = record.write(entry.getEntityKey());
            return change(write == null ? unwritten(entity, entry, record) : write, record);
        });
    }

    /** Of an entity that was written and has left the session. */
    @Nullable
    OwnChange changeOf(OwnWrite write, AttemptRecord record) {
        return quietly(() -> change(write, record));
    }

    private static @Nullable OwnChange quietly(Supplier<@Nullable OwnChange> look) {
        try {
            return look.get();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.debug("What an attempt did to an entity cannot be told", e);
            return null;
        }
    }

    private static boolean isOfAnotherVersion(Object merged, EntityEntry entry, AttemptRecord record) {
        EntityPersister persister = entry.getPersister();
        Object read = record.baseVersion(entry.getEntityKey(), entry.getVersion());
        return persister.isVersioned() && !persister.getVersionType().isEqual(persister.getVersion(merged), read);
    }

    /** What the instance was read as is not known: Hibernate compares it with what it has read itself. */
    private OwnChange merged(Object merged, EntityPersister persister, SharedSessionContractImplementor session) {
        EntityAttributes attributes = attributes(persister);
        List<@Nullable Object> mine = attributes.values(persister.getValues(merged), session);
        return new OwnChange(attributes, attributes.absent(), mine, persister.getVersion(merged));
    }

    private static OwnWrite unwritten(Object entity, EntityEntry entry, AttemptRecord record) {
        OwnWrite write = new OwnWrite(entry.getPersister(), entry.getLoadedState());
        write.keep(
                entry.getLoadedState(),
                isDeleted(entry) ? null : entry.getPersister().getValues(entity),
                record.session().getFactory());
        return write;
    }

    private @Nullable OwnChange change(OwnWrite write, AttemptRecord record) {
        if (!write.isKnown()) {
            return null;
        }
        EntityAttributes attributes = attributes(write.persister());
        @Nullable Object[] base = write.base();
        @Nullable Object[] mine = write.mine();
        OwnChange change = new OwnChange(
                attributes,
                base == null ? attributes.absent() : attributes.values(base, record.session()),
                mine == null ? null : attributes.values(mine, record.session()),
                null);
        return change.changesAnything() ? change : null;
    }
}
