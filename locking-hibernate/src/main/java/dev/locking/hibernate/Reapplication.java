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
import java.util.HashSet;
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
 * Brings the changes of a lost attempt into the session of a later one: inserts and deletes again, and merges the rest, attribute by
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
        return new InSession(current).run();
    }

    private final class InSession {

        private final AttemptRecord record;
        private final SessionImplementor session;
        private final Set<EntityKey> deletes = new HashSet<>();
        private final Map<Reference, Object> copies = new HashMap<>();
        private final List<Conflict> unmerged = new ArrayList<>();

        InSession(AttemptRecord record) {
            this.record = record;
            this.session = (SessionImplementor) record.session();
        }

        @Nullable
        Object run() {
            lost.inserts().forEach(insert -> copies.put(reference(insert), insert.instance(session)));
            List<Runnable> changes = new ArrayList<>();
            lost.changed().forEach(seen -> changes.add(prepare(seen)));
            lost.deleted().forEach(seen -> changes.add(prepareDelete(seen)));
            lost.required().forEach(this::requireUnchanged);
            if (!unmerged.isEmpty()) {
                throw unmerged("The changes of an earlier attempt cannot be merged with what was committed meanwhile");
            }
            lost.inserts().forEach(insert -> insert.fill(copy(insert), this::entity, session));
            lost.inserts().forEach(insert -> session.persist(copy(insert)));
            changes.forEach(Runnable::run);
            requireSameDeletes();
            return result(returned);
        }

        private DetectedConflictException unmerged(String message) {
            return new DetectedConflictException(message, unmerged);
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
                unmerged.add(gone(seen));
                return () -> {};
            }
            RowMerge merge = new RowMerge(fresh, persister, change, session, this::entity);
            if (!merge.isPossible()) {
                unmerged.add(merge.conflict(seen.id(), seen.version()));
            }
            return merge::apply;
        }

        private Runnable prepareDelete(Seen seen) {
            Object fresh = session.find(seen.persister().getEntityName(), seen.id());
            if (fresh == null) {
                if (!record.attempt().acceptsGone()) {
                    unmerged.add(gone(seen));
                }
                return () -> {};
            }
            RowDelete delete = new RowDelete(fresh, seen, session);
            if (!delete.isPossible()) {
                unmerged.add(delete.conflict());
            }
            copies.put(new Reference(seen.persister().getEntityName(), seen.id()), fresh);
            deletes.add(session.generateEntityKey(seen.id(), seen.persister()));
            return delete::apply;
        }

        /** What is cascaded now may not be what was: others may have added children, or references that keep a row alive. */
        private void requireSameDeletes() {
            session.flush();
            Set<EntityKey> different = new HashSet<>(record.deleted());
            deletes.forEach(key -> {
                if (!different.remove(key)) {
                    different.add(key);
                }
            });
            different.forEach(key -> unmerged.add(new Conflict(
                    ConflictKind.STALE_UPDATE, key.getPersister().getImportedName(), key.getIdentifier())));
            if (!different.isEmpty()) {
                throw unmerged("An earlier attempt would delete other rows now than it did, by its cascades");
            }
        }

        private static Conflict gone(Seen seen) {
            return new Conflict(ConflictKind.GONE, seen.entityName(), seen.id(), seen.version(), null);
        }

        /** A caller expects the version that the lost attempt had found: there is nothing to be merged over another one. */
        private void requireUnchanged(EntityKey key, Object version) {
            EntityPersister persister = key.getPersister();
            Object fresh = session.find(persister.getEntityName(), key.getIdentifier());
            Object current = fresh == null ? null : persister.getVersion(fresh);
            if (current == null || !RequiredVersion.isEqual(persister, version, current)) {
                String entity = persister.getImportedName();
                Conflict known = unmerged.stream()
                        .filter(conflict -> entity.equals(conflict.entityName())
                                && key.getIdentifier().equals(conflict.id()))
                        .findFirst()
                        .orElseGet(() ->
                                new Conflict(ConflictKind.STALE_UPDATE, entity, key.getIdentifier(), version, current));
                unmerged.remove(known);
                unmerged.add(known.as(ConflictKind.STALE_VERSION));
            }
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
