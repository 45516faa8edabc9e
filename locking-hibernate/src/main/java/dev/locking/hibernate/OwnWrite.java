package dev.locking.hibernate;

import dev.locking.hibernate.AttributeValues.Stored;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The state of an entity before the first and after the last time that an attempt wrote it, as far as it was loaded. Keeps
 * two arrays, and copies what the application could still change; Hibernate keeps old states to itself. Used by the
 * attempt's thread.
 */
final class OwnWrite {

    private static final Logger LOG = Logger.getLogger(OwnWrite.class);

    private final EntityPersister persister;
    private final @Nullable Object version;
    private @Nullable Object @Nullable [] base;
    private @Nullable Object @Nullable [] mine;
    private boolean failed;

    OwnWrite(EntityPersister persister, @Nullable Object @Nullable [] oldState) {
        this.persister = persister;
        this.version =
                persister.isVersioned() && oldState != null ? oldState[persister.getVersionPropertyIndex()] : null;
    }

    /**
     * Throws nothing: whoever flushes must not notice.
     *
     * @param newState null for a delete
     */
    void keep(
            @Nullable Object @Nullable [] oldState,
            @Nullable Object @Nullable [] newState,
            SessionFactoryImplementor factory) {
        try {
            keepBase(oldState);
            mine = newState == null ? null : copy(newState, factory);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            failed = true;
            LOG.debug("What an attempt does to an entity cannot be kept", e);
        }
    }

    /** What was not loaded at an earlier write was not changed by it either. */
    private void keepBase(@Nullable Object @Nullable [] oldState) {
        if (oldState == null) {
            return;
        }
        if (base == null) {
            base = oldState.clone();
        }
        for (int i = 0; i < base.length; i++) {
            Object known = AttributeValues.isAbsent(base[i]) ? oldState[i] : base[i];
            base[i] = known instanceof PersistentCollection<?> collection ? Stored.of(collection) : known;
        }
    }

    private @Nullable Object[] copy(@Nullable Object[] state, SessionFactoryImplementor factory) {
        @Nullable Object[] copy = state.clone();
        Type[] types = persister.getPropertyTypes();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] instanceof PersistentCollection<?> collection) {
                copy[i] = collection.wasInitialized() ? collection : AttributeValues.ABSENT;
            } else if (types[i].isMutable() && !AttributeValues.isAbsent(copy[i])) {
                copy[i] = types[i].deepCopy(copy[i], factory);
            }
        }
        return copy;
    }

    EntityPersister persister() {
        return persister;
    }

    /** The version before the first write, or null where there is none. */
    @Nullable
    Object version() {
        return version;
    }

    /** Whether Hibernate checks that the row is as it was. */
    boolean isChecked() {
        return version != null || persister.optimisticLockStyle().isAllOrDirty();
    }

    /** Before the first write; null if it is not known. */
    @Nullable
    Object @Nullable [] base() {
        return base;
    }

    /** After the last write; null if the row was deleted. */
    @Nullable
    Object @Nullable [] mine() {
        return mine;
    }

    /** Whether everything could be kept. */
    boolean isKnown() {
        return !failed;
    }
}
