package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.LostInsert.Reference;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.Body;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the changes of a lost attempt into the session of a later one: inserts again, and merges the rest, attribute by
 * attribute, into the rows as they are now. Can run several times, always from the same changes. Used by one thread.
 */
final class Reapplication implements Body {

    private final LostChanges lost;
    private final @Nullable Object returned;

    Reapplication(LostChanges lost, @Nullable Object returned) {
        this.lost = lost;
        this.returned = returned;
    }

    @Override
    public @Nullable Object run() {
        AttemptRecord current = requireNonNull(AttemptRecord.current(), "an attempt runs");
        return new InSession((SessionImplementor) current.session()).run();
    }

    private final class InSession {

        private final SessionImplementor session;
        private final Map<Reference, Object> copies = new HashMap<>();
        private final List<Conflict> unmerged = new ArrayList<>();

        InSession(SessionImplementor session) {
            this.session = session;
        }

        @Nullable
        Object run() {
            lost.inserts().forEach(insert -> copies.put(reference(insert), insert.instance(session)));
            List<Runnable> changes = new ArrayList<>();
            lost.changed().forEach(seen -> changes.add(prepare(seen)));
            if (!unmerged.isEmpty()) {
                throw new UnmergedException(unmerged);
            }
            lost.inserts().forEach(insert -> insert.fill(copy(insert), this::entity, session));
            lost.inserts().forEach(insert -> session.persist(copy(insert)));
            changes.forEach(Runnable::run);
            return result(returned);
        }

        private static Reference reference(LostInsert insert) {
            return new Reference(insert.persister().getEntityName(), insert.id());
        }

        private Object copy(LostInsert insert) {
            return requireNonNull(copies.get(reference(insert)));
        }

        private Object entity(Reference reference) {
            Object copy = copies.get(reference);
            return copy == null ? session.getReference(reference.entityName(), reference.id()) : copy;
        }

        /** Decides before anything is changed, so that all that cannot be merged is named together. */
        private Runnable prepare(Seen seen) {
            EntityPersister persister = seen.persister();
            Object fresh = session.find(persister.getEntityName(), seen.id());
            OwnChange change = requireNonNull(seen.change());
            if (fresh == null) {
                unmerged.add(new Conflict(ConflictKind.GONE, seen.entityName(), seen.id(), seen.version(), null));
                return () -> {};
            }
            RowMerge merge = new RowMerge(fresh, persister, change, session, this::entity);
            if (!merge.isPossible()) {
                unmerged.add(conflict(seen, fresh, merge));
            }
            return merge::apply;
        }

        private static Conflict conflict(Seen seen, Object fresh, RowMerge merge) {
            EntityPersister persister = seen.persister();
            return new Conflict(
                    ConflictKind.STALE_UPDATE,
                    seen.entityName(),
                    seen.id(),
                    seen.version(),
                    persister.isVersioned() ? persister.getVersion(fresh) : null,
                    merge.unmerged(),
                    merge.modification());
        }

        /** What the body had returned, with the entities of this session in the place of those that are stale. */
        private @Nullable Object result(@Nullable Object value) {
            if (value instanceof Optional<?> optional) {
                return optional.map(this::result);
            }
            if (value instanceof Set<?> set) {
                return results(set, new LinkedHashSet<>());
            }
            if (value instanceof List<?> list) {
                return results(list, new ArrayList<>());
            }
            EntityKey key = value == null ? null : lost.keys().get(value);
            if (key != null) {
                return entity(new Reference(key.getEntityName(), key.getIdentifier()));
            }
            LazyInitializer proxy = HibernateProxy.extractLazyInitializer(value);
            return proxy == null ? value : entity(new Reference(proxy.getEntityName(), proxy.getInternalIdentifier()));
        }

        private Collection<@Nullable Object> results(Collection<?> values, Collection<@Nullable Object> results) {
            values.forEach(value -> results.add(result(value)));
            return results;
        }
    }
}
