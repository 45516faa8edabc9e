package dev.locking.hibernate;

import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.RunningAttempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * What the flushes of one attempt did, as far as Hibernate forgets it: the versions that rows had before they were updated
 * (in a JDBC batch the version in memory is raised before the batch runs), the rows that the attempt inserted itself, and
 * what it wrote through other sessions. Costs a map entry per changed entity and no query. Used by the attempt's thread.
 */
final class AttemptRecord {

    private static final ThreadLocal<@Nullable AttemptRecord> CURRENT = new ThreadLocal<>();

    private final SharedSessionContractImplementor session;
    private final RunningAttempt attempt;
    private final @Nullable AttemptRecord outer;
    private final Map<EntityKey, Object> baseVersions = new HashMap<>();
    private final Set<EntityKey> inserted = new HashSet<>();
    private final List<Object> writtenElsewhere = new ArrayList<>(0);

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

    boolean hasInserted(EntityKey key) {
        return inserted.contains(key);
    }

    /** The version that the row had when it was read. */
    @Nullable
    Object baseVersion(EntityKey key, @Nullable Object inMemory) {
        return baseVersions.getOrDefault(key, inMemory);
    }

    /** The rows that were updated or deleted, as they were read. A deleted one leaves the session before its batch is sent. */
    Stream<Seen> written(Set<EntityKey> besides) {
        return baseVersions.entrySet().stream()
                .filter(row -> !hasInserted(row.getKey()) && !besides.contains(row.getKey()))
                .map(row -> new Seen(row.getKey().getPersister(), row.getKey().getIdentifier(), row.getValue()));
    }

    private void wrote(EntityPersister persister, Object id, Object @Nullable [] oldState) {
        if (persister.isVersioned() && oldState != null) {
            Object version = oldState[persister.getVersionPropertyIndex()];
            if (version != null) {
                baseVersions.putIfAbsent(session.generateEntityKey(id, persister), version);
            }
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
        return other.isTransactionInProgress()
                && session.getTransactionCoordinator() != other.getTransactionCoordinator();
    }

    void wroteElsewhere(Object entity) {
        writtenElsewhere.add(entity);
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
    static final class Listener implements PreUpdateEventListener, PreDeleteEventListener, PostInsertEventListener {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean onPreUpdate(PreUpdateEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.wrote(event.getPersister(), event.getId(), event.getOldState());
            }
            return false;
        }

        @Override
        public boolean onPreDelete(PreDeleteEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.wrote(event.getPersister(), event.getId(), event.getDeletedState());
            }
            return false;
        }

        @Override
        public void onPostInsert(PostInsertEvent event) {
            AttemptRecord record = of(event.getSession());
            if (record != null) {
                record.inserted.add(record.session.generateEntityKey(event.getId(), event.getPersister()));
            }
        }

        @Override
        public boolean requiresPostCommitHandling(EntityPersister persister) {
            return false;
        }
    }
}
