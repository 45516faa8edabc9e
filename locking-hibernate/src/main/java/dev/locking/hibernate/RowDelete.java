package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.hibernate.TheirRows.TheirRow;
import java.util.Collection;
import java.util.Map;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The delete of one row, made again: only of one that is as the lost attempt had read it. Decides first, and deletes when it is
 * asked to. Used by one thread.
 */
final class RowDelete {

    private final Object fresh;
    private final Seen seen;
    private final SessionImplementor session;

    /** Null if what the lost attempt had read is not known but for the version. */
    private final @Nullable TheirRow theirs;

    RowDelete(Object fresh, Seen seen, SessionImplementor session) {
        this.fresh = fresh;
        this.seen = seen;
        this.session = session;
        this.theirs = seen.change() == null ? null : theirs(seen.change());
    }

    private TheirRow theirs(OwnChange change) {
        return new TheirRow(
                version(), change.attributes().values(seen.persister().getValues(fresh), session));
    }

    private @Nullable Object version() {
        return seen.persister().isVersioned() ? seen.persister().getVersion(fresh) : null;
    }

    /** By what Hibernate would compare; nothing else is known of a row without a version. */
    boolean isPossible() {
        EntityPersister persister = seen.persister();
        if (seen.version() != null) {
            return RequiredVersion.isEqual(persister, seen.version(), version());
        }
        return !persister.optimisticLockStyle().isAllOrDirty() || (theirs != null && !theirs.isStale(seen));
    }

    Conflict conflict() {
        return theirs == null
                ? Recheck.stale(seen, seen.version(), version())
                : Recheck.stale(seen, seen.version(), theirs);
    }

    /** An inverse collection that is loaded would cascade to what is in it, and the delete would be forgotten. */
    void apply() {
        session.getPersistenceContextInternal()
                .forEachCollectionEntry(
                        (collection, entry) -> {
                            CollectionPersister persister = entry.getLoadedPersister();
                            if (persister != null && persister.isInverse() && collection.wasInitialized()) {
                                elements(collection).remove(fresh);
                            }
                        },
                        true);
        session.remove(fresh);
    }

    private static Collection<?> elements(Object collection) {
        return collection instanceof Map<?, ?> map ? map.values() : (Collection<?>) collection;
    }
}
