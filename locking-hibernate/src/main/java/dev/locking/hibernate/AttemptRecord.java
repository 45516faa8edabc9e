package dev.locking.hibernate;

import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.RunningAttempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * What the flushes of one attempt did, as far as Hibernate forgets it: the state that rows had before they were updated
 * (in a JDBC batch the version in memory is raised before the batch runs) and what became of it, the rows that the attempt
 * inserted itself, and what it wrote through other sessions. Costs a map entry and two arrays per changed entity, and no
 * query. Used by the attempt's thread.
 */
final class AttemptRecord {

    private static final ThreadLocal<@Nullable AttemptRecord> CURRENT = new ThreadLocal<>();

    private final SharedSessionContractImplementor session;
    private final RunningAttempt attempt;
    private final @Nullable AttemptRecord outer;
    private final Map<EntityKey, OwnWrite> writes = new HashMap<>();
    private final Set<EntityKey> inserted = new HashSet<>();
    private final Map<EntityKey, Object> insertedInstances = new LinkedHashMap<>();
    private final Map<EntityKey, String> ownersOfCollections = new HashMap<>();
    private @Nullable OwnStatements ownStatements;
    private final List<Object> writtenElsewhere = new ArrayList<>(0);
    private boolean wroteThroughOtherSession;
    private final Set<EntityKey> deleted = new HashSet<>(0);
    private final List<Object> mergedInstances = new ArrayList<>(0);
    private @Nullable Map<EntityKey, Object> merged;
    private @Nullable Map<EntityKey, Object> required;

    private AttemptRecord(
            SharedSessionContractImplementor session, RunningAttempt attempt, @Nullable AttemptRecord outer) {
        this.session = session;
        this.attempt = attempt;
        this.outer = outer;
    }

    static AttemptRecord begin(SharedSessionContractImplementor session, RunningAttempt attempt) {
        AttemptRecord record = new AttemptRecord(session, attempt, CURRENT.get());
        CURRENT.set(record);
        return record;
    }

    void end() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Of the attempt inside of which this one runs, on the same thread. */
    @Nullable
    AttemptRecord outer() {
        return outer;
    }

    boolean hasInserted(EntityKey key) {
        return inserted.contains(key);
    }

    SharedSessionContractImplementor session() {
        return session;
    }

    /** The version that the row had when it was read. */
    @Nullable
    Object baseVersion(EntityKey key, @Nullable Object inMemory) {
        OwnWrite write = write(key);
        return write == null || write.version() == null ? inMemory : write.version();
    }

    @Nullable
    OwnWrite write(EntityKey key) {
        return writes.get(key);
    }

    /** The rows that were updated or deleted, as they were read. A deleted one leaves the session before its batch is sent. */
    Stream<Seen> written(Set<EntityKey> besides, ReportedEntities reported) {
        return writes.entrySet().stream()
                .filter(row -> !hasInserted(row.getKey()) && !besides.contains(row.getKey()))
                .filter(row -> row.getValue().isChecked())
                .map(row -> new Seen(
                        row.getKey().getPersister(),
                        row.getKey().getIdentifier(),
                        row.getValue().version(),
                        reported.changeOf(row.getValue(), this)));
    }

    private void wrote(
            EntityPersister persister,
            Object id,
            @Nullable Object @Nullable [] oldState,
            @Nullable Object @Nullable [] newState) {
        EntityKey key = session.generateEntityKey(id, persister);
        if (!hasInserted(key)) {
            writes.computeIfAbsent(key, first -> new OwnWrite(persister, oldState))
                    .keep(oldState, newState, session.getFactory());
        }
    }

    /** From now on statements that are not those of entities are noticed. */
    void watch(OwnStatements statements) {
        ownStatements = statements;
    }

    void aboutToPrepare(String sql) {
        if (ownStatements != null) {
            ownStatements.aboutToPrepare(sql);
        }
    }

    /** Why the changes of the attempt are not all known, or null. */
    @Nullable
    String obstacle() {
        if (ownStatements == null) {
            return "the application has given its session another StatementInspector, so that statements of its own go unnoticed";
        }
        if (ownStatements.any()) {
            return "it sent a statement of its own (HQL, JPQL or native) that is no query";
        }
        return wroteThroughOtherSession ? "it wrote through another session" : null;
    }

    Map<EntityKey, OwnWrite> writes() {
        return writes;
    }

    /** What the attempt has inserted and not deleted again, in that order. */
    Map<EntityKey, Object> insertedInstances() {
        return insertedInstances;
    }

    /**
     * Whether it is a row that the attempt has deleted, as others have left it: Hibernate reads it into the session to put it
     * into the exception of a delete that failed (its {@code ExceptionConverterImpl}).
     */
    boolean isReadAgain(EntityEntry entry) {
        return deleted.contains(entry.getEntityKey()) && !hasInserted(entry.getEntityKey());
    }

    /** The rows that the attempt has deleted, of those that it had not inserted itself. */
    Set<EntityKey> deleted() {
        return deleted;
    }

    /** The entities of which a collection was written, each with the role of one of these. */
    Map<EntityKey, String> ownersOfCollections() {
        return ownersOfCollections;
    }

    /** A caller expects that version of the row. */
    void requires(EntityKey key, Object version) {
        if (required == null) {
            required = new LinkedHashMap<>();
        }
        required.put(key, version);
    }

    /** The versions of rows that callers expect. */
    Map<EntityKey, Object> required() {
        return required == null ? Map.of() : required;
    }

    private void inserting(boolean now) {
        if (ownStatements != null) {
            ownStatements.inserts(now);
        }
    }

    private void wroteCollection(AbstractCollectionEvent event) {
        EntityPersister owner =
                session.getFactory().getMappingMetamodel().getEntityDescriptor(event.getAffectedOwnerEntityName());
        ownersOfCollections.put(
                session.generateEntityKey(event.getAffectedOwnerIdOrNull(), owner),
                event.getCollection().getRole());
    }

    private void merging(Object instance) {
        mergedInstances.add(instance);
    }

    /** The instance of the row that came from outside and was merged, or null. */
    @Nullable
    Object merged(EntityKey key) {
        if (mergedInstances.isEmpty()) {
            return null;
        }
        if (merged == null) {
            merged = new HashMap<>();
            mergedInstances.stream()
                    .filter(Hibernate::isInitialized)
                    .map(Hibernate::unproxy)
                    .forEach(this::addMerged);
        }
        return merged.get(key);
    }

    private void addMerged(Object instance) {
        EntityPersister persister = session.getEntityPersister(null, instance);
        Object id = persister.getIdentifier(instance, session);
        if (id != null && merged != null) {
            merged.put(session.generateEntityKey(id, persister), instance);
        }
    }

    /**
     * The attempt failed: what it has changed, or may have, must not be written by the next one. Called before the rollback,
     * which clears the session.
     */
    void spendInstances() {
        session.getPersistenceContextInternal().getEntitiesByKey().values().forEach(attempt::spend);
        writtenElsewhere.forEach(attempt::spend);
    }

    boolean isOfAnotherSessionThan(SharedSessionContractImplementor other) {
        return session != other;
    }

    /** Whether what the session writes is for a transaction that the attempt does not end. */
    boolean hasNoPartIn(SharedSessionContractImplementor other) {
        return session.getTransactionCoordinator() != other.getTransactionCoordinator()
                && other.isTransactionInProgress();
    }

    void wroteElsewhere(Object entity, boolean isOfAnotherTransaction) {
        writtenElsewhere.add(entity);
        wroteThroughOtherSession |= !isOfAnotherTransaction;
    }

    RunningAttempt attempt() {
        return attempt;
    }

    /** Of the attempt that the calling thread runs. */
    static @Nullable AttemptRecord current() {
        return CURRENT.get();
    }

    static @Nullable AttemptRecord of(SharedSessionContractImplementor session) {
        AttemptRecord current = CURRENT.get();
        return current != null && current.session == session ? current : null;
    }

    /** Fills the records of all attempts; vetoes nothing and throws nothing. */
    static final class Listener
            implements PreUpdateEventListener,
                    PreDeleteEventListener,
                    PreInsertEventListener,
                    PostInsertEventListener,
                    PreCollectionUpdateEventListener,
                    PreCollectionRemoveEventListener,
                    PreCollectionRecreateEventListener,
                    MergeEventListener {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean onPreUpdate(PreUpdateEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.wrote(event.getPersister(), event.getId(), event.getOldState(), event.getState());
            }
            return false;
        }

        @Override
        public boolean onPreDelete(PreDeleteEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.wrote(event.getPersister(), event.getId(), event.getDeletedState(), null);
                EntityKey key = record.session.generateEntityKey(event.getId(), event.getPersister());
                if (record.insertedInstances.remove(key) == null) {
                    record.deleted.add(key);
                }
            }
            return false;
        }

        @Override
        public boolean onPreInsert(PreInsertEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.inserting(true);
            }
            return false;
        }

        @Override
        public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
            noticeCollection(event);
        }

        @Override
        public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
            noticeCollection(event);
        }

        @Override
        public void onPreRecreateCollection(PreCollectionRecreateEvent event) {
            noticeCollection(event);
        }

        private static void noticeCollection(AbstractCollectionEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null && record.attempt.isToBeReapplied()) {
                record.wroteCollection(event);
            }
        }

        @Override
        public void onPostInsert(PostInsertEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                EntityKey key = record.session.generateEntityKey(event.getId(), event.getPersister());
                record.inserted.add(key);
                record.insertedInstances.put(key, event.getEntity());
                record.inserting(false);
            }
        }

        @Override
        public void onMerge(MergeEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null && event.getOriginal() != null) {
                record.merging(event.getOriginal());
            }
        }

        @Override
        public void onMerge(MergeEvent event, MergeContext copiedAlready) {
            onMerge(event);
        }

        @Override
        public boolean requiresPostCommitHandling(EntityPersister persister) {
            return false;
        }
    }
}
