package dev.locking.hibernate;

import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.NotReapplicableException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.Status;
import org.hibernate.persister.entity.EntityPersister;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All that an attempt had changed when it was lost, or why that cannot be told. Taken before the rollback, which clears the
 * session.
 *
 * @param changed the rows that it had updated
 * @param deleted the rows that it had deleted, or was about to
 * @param inserts the entities that it had inserted, or was about to, in their order
 * @param required the versions of rows that callers expect
 * @param keys of all entities of its session, by instance
 * @param obstacle why the changes cannot be brought into another transaction, or null
 */
record LostChanges(
        List<Seen> changed,
        List<Seen> deleted,
        List<LostInsert> inserts,
        Map<EntityKey, Object> required,
        IdentityHashMap<Object, EntityKey> keys,
        @Nullable String obstacle) {

    private static final Logger LOG = Logger.getLogger(LostChanges.class);

    /** What is not a change of the row that such an entity is. */
    private static final Set<LockMode> CHECKING_LOCKS =
            EnumSet.of(LockMode.OPTIMISTIC, LockMode.OPTIMISTIC_FORCE_INCREMENT, LockMode.PESSIMISTIC_FORCE_INCREMENT);

    static LostChanges of(SessionImplementor session, AttemptRecord record, ReportedEntities reported) {
        try {
            return new Taking(session, record, reported).take();
        } catch (NotReapplicableException e) {
            return impossible(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.debug("What an attempt had changed cannot be told", e);
            return impossible("its changes cannot be read: " + e);
        }
    }

    private static LostChanges impossible(String obstacle) {
        return new LostChanges(List.of(), List.of(), List.of(), Map.of(), new IdentityHashMap<>(), obstacle);
    }

    private static final class Taking {

        private final SessionImplementor session;
        private final AttemptRecord record;
        private final ReportedEntities reported;

        private final List<Seen> changed = new ArrayList<>();
        private final List<Seen> deleted = new ArrayList<>();
        private final List<LostInsert> inserts = new ArrayList<>();
        private final IdentityHashMap<Object, EntityKey> keys = new IdentityHashMap<>();
        private final Set<EntityKey> known = new HashSet<>();

        Taking(SessionImplementor session, AttemptRecord record, ReportedEntities reported) {
            this.session = session;
            this.record = record;
            this.reported = reported;
        }

        LostChanges take() {
            String obstacle = record.obstacle();
            if (obstacle != null) {
                throw new NotReapplicableException(obstacle);
            }
            record.insertedInstances().forEach(this::addInsert);
            for (Map.Entry<Object, EntityEntry> entity :
                    session.getPersistenceContextInternal().reentrantSafeEntityEntries()) {
                add(entity.getKey(), entity.getValue());
            }
            record.writes().forEach(this::addIfGone);
            record.ownersOfCollections().forEach(this::requireOwner);
            return new LostChanges(changed, deleted, inserts, record.required(), keys, null);
        }

        private void addInsert(EntityKey key, Object entity) {
            requireKnownCollections(key.getPersister());
            known.add(key);
            keys.put(entity, key);
            inserts.add(LostInsert.of(entity, key.getPersister(), key.getIdentifier(), session));
        }

        private void add(Object entity, EntityEntry entry) {
            EntityKey key = entry.getEntityKey();
            if (CHECKING_LOCKS.contains(entry.getLockMode())) {
                throw new NotReapplicableException("it asked for a lock (" + entry.getLockMode() + ") on "
                        + entry.getPersister().getImportedName());
            }
            if (ReportedEntities.isDeleted(entry) || record.isReadAgain(entry)) {
                addDeleted(key, entry.getVersion(), reported.changeOf(entity, entry, record));
                keys.put(entity, key);
                return;
            }
            requireKnownCollections(key.getPersister());
            keys.put(entity, key);
            boolean isInsert = entry.getStatus() == Status.MANAGED || entry.getStatus() == Status.SAVING;
            if (known.contains(key)) {
                return;
            }
            if (entry.isExistsInDatabase()) {
                known.add(key);
                addChange(key, entry.getVersion(), reported.certainChangeOf(entity, entry, record));
            } else if (isInsert) {
                known.add(key);
                inserts.add(LostInsert.of(entity, entry.getPersister(), key.getIdentifier(), session));
            }
        }

        /** Of some kinds of collections there is no value to compare, so a change of theirs would go unnoticed. */
        private void requireKnownCollections(EntityPersister entity) {
            for (Attribute attribute : reported.attributes(entity).all()) {
                if (AttributeValues.haveNone(attribute.type())) {
                    throw new NotReapplicableException(entity.getImportedName() + "." + attribute.path()
                            + " is an array of elements or has a @CollectionId");
                }
            }
        }

        /** Of a row that it had inserted itself, nothing is left. */
        private void addDeleted(EntityKey key, @Nullable Object inMemory, @Nullable OwnChange change) {
            if (known.add(key) && !record.hasInserted(key)) {
                Object version = record.baseVersion(key, inMemory);
                deleted.add(new Seen(key.getPersister(), key.getIdentifier(), version, change));
            }
        }

        /** What was detached after it was written, or has left the session because it was deleted. */
        private void addIfGone(EntityKey key, OwnWrite write) {
            if (record.deleted().contains(key)) {
                addDeleted(key, null, reported.changeOf(write, record));
            } else if (known.add(key)) {
                addChange(key, null, reported.certainChangeOf(write, record));
            }
        }

        /** Without a version the owner is not written, and what its collection had been is forgotten by then. */
        private void requireOwner(EntityKey owner, String role) {
            boolean isOfOtherSide = session.getFactory()
                    .getMappingMetamodel()
                    .getCollectionDescriptor(role)
                    .isInverse();
            boolean isKnown = record.writes().containsKey(owner) || record.hasInserted(owner);
            if (!isKnown && !isOfOtherSide) {
                throw new NotReapplicableException(
                        "it changed a collection (" + role + ") of an entity without a version");
            }
        }

        private void addChange(EntityKey key, @Nullable Object inMemory, @Nullable OwnChange change) {
            if (change != null) {
                EntityPersister persister = key.getPersister();
                changed.add(new Seen(persister, key.getIdentifier(), record.baseVersion(key, inMemory), change));
            }
        }
    }
}
