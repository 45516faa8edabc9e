package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.Modification;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.hibernate.TheirRows.TheirRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.SelectionQuery;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a failed attempt had read once more, with one query per entity, in a short transaction on a fresh session:
 * the failed one answers from its own memory, and its snapshot may not show what the others did. What the others did to rows
 * that are stale, and that the attempt had changed itself, is read in the same one; where that fails, the rows are stale
 * nevertheless.
 */
final class Recheck {

    private static final int QUERY_TIMEOUT_SECONDS = 2;

    private static final Logger LOG = Logger.getLogger(Recheck.class);

    private final SessionFactory factory;

    Recheck(SessionFactory factory) {
        this.factory = factory;
    }

    /** A row that is gone or has another version now, or that has none and may have been changed. */
    private record Suspect(
            Seen seen, boolean gone, @Nullable Object version) {

        /** Only its values tell. */
        boolean isUnversioned() {
            return !gone && seen.version() == null;
        }

        boolean hasMoreToTell() {
            return !gone && seen.change() != null;
        }
    }

    /** The rows that have another version now, or values that Hibernate compares instead, as STALE_UPDATE, or are GONE. */
    List<Conflict> staleRows(ReadSet read) {
        Map<EntityPersister, List<Seen>> byEntity =
                read.rows().stream().collect(Collectors.groupingBy(Seen::persister));
        if (byEntity.isEmpty()) {
            return List.of();
        }
        List<Suspect> suspects = new ArrayList<>();
        Map<Seen, TheirRow> theirs = read(session -> {
            byEntity.forEach((persister, rows) -> addSuspects(suspects, persister, rows, session));
            return suspects.stream()
                    .filter(Suspect::hasMoreToTell)
                    .map(Suspect::seen)
                    .toList();
        });
        return suspects.stream()
                .map(suspect -> conflict(suspect, theirs.get(suspect.seen)))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What the others did to rows; nothing at all where that cannot be read.
     *
     * @param which finds the rows; what it throws is thrown
     */
    private Map<Seen, TheirRow> read(Function<SessionImplementor, List<Seen>> which) {
        boolean[] found = {false};
        Map<Seen, TheirRow> theirs = new HashMap<>();
        try {
            factory.inTransaction(opened -> {
                SessionImplementor session = opened.unwrap(SessionImplementor.class);
                session.setDefaultReadOnly(true);
                session.setCacheMode(CacheMode.IGNORE);
                List<Seen> rows = which.apply(session);
                found[0] = true;
                TheirRows.readInto(theirs, rows, session);
            });
            return theirs;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (!found[0]) {
                throw e;
            }
            LOG.debug("What others did to the rows of a failed attempt cannot be told", e);
            return Map.of();
        }
    }

    private static void addSuspects(List<Suspect> found, EntityPersister persister, List<Seen> rows, Session session) {
        Map<Object, @Nullable Object> current = currentVersions(persister, rows, session);
        for (Seen seen : rows) {
            Object version = current.get(seen.id());
            if (!current.containsKey(seen.id())) {
                found.add(new Suspect(seen, true, null));
            } else if (isStale(seen, version) || mayBeStale(seen)) {
                found.add(new Suspect(seen, false, version));
            }
        }
    }

    private static boolean isStale(Seen seen, @Nullable Object current) {
        return seen.version() != null && !seen.persister().getVersionType().isEqual(seen.version(), current);
    }

    private static boolean mayBeStale(Seen seen) {
        return seen.change() != null && seen.persister().optimisticLockStyle().isAllOrDirty();
    }

    private static @Nullable Conflict conflict(Suspect suspect, @Nullable TheirRow theirs) {
        Seen seen = suspect.seen;
        if (suspect.gone || (theirs != null && theirs.isGone())) {
            return gone(seen);
        }
        if (theirs == null) {
            return suspect.isUnversioned() ? null : stale(seen, seen.version(), suspect.version);
        }
        return suspect.isUnversioned() && !theirs.isStale(seen) ? null : stale(seen, seen.version(), theirs);
    }

    private static Conflict gone(Seen seen) {
        OwnChange own = seen.change();
        return new Conflict(
                ConflictKind.GONE,
                seen.entityName(),
                seen.id(),
                seen.version(),
                null,
                own == null ? List.of() : own.against(null),
                Modification.UNKNOWN);
    }

    static Conflict stale(Seen seen, @Nullable Object base, @Nullable Object current) {
        return new Conflict(ConflictKind.STALE_UPDATE, seen.entityName(), seen.id(), base, current);
    }

    static Conflict stale(Seen seen, @Nullable Object base, TheirRow theirs) {
        return new Conflict(
                ConflictKind.STALE_UPDATE,
                seen.entityName(),
                seen.id(),
                base,
                theirs.version(),
                theirs.changes(seen),
                theirs.modification(seen));
    }

    /** Of a row that is as the attempt had read it: only the instance that was merged is stale. */
    Conflict fromOutside(Seen own) {
        OwnChange merged = own.change();
        Object base = merged == null ? null : merged.versionFromOutside();
        TheirRow theirs = merged == null ? null : read(session -> List.of(own)).get(own);
        return theirs == null || theirs.isGone() ? stale(own, base, own.version()) : stale(own, base, theirs);
    }

    private static Map<Object, @Nullable Object> currentVersions(
            EntityPersister persister, List<Seen> rows, Session session) {
        String version = persister.isVersioned() ? "version(e)" : "1";
        List<Object[]> found = byId(
                        "select id(e), " + version + " from " + persister.getEntityName() + " e",
                        rows,
                        session,
                        Object[].class)
                .getResultList();
        Map<Object, @Nullable Object> versions = new HashMap<>();
        found.forEach(row -> versions.put(row[0], row[1]));
        return versions;
    }

    /** A query for one row, which is by far the most frequent one, is translated once; one with a list each time. */
    static <T> SelectionQuery<T> byId(String select, List<Seen> rows, Session session, Class<T> type) {
        SelectionQuery<T> query = rows.size() == 1
                ? session.createSelectionQuery(select + " where id(e) = :id", type)
                        .setParameter("id", rows.get(0).id())
                : session.createSelectionQuery(select + " where id(e) in :ids", type)
                        .setParameterList("ids", rows.stream().map(Seen::id).toList());
        return query.setTimeout(QUERY_TIMEOUT_SECONDS);
    }
}
