package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.ReadSet.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a failed attempt had read once more, with one query per entity, in a short transaction on a fresh session:
 * the failed one answers from its own memory, and its snapshot may not show what the others did.
 */
final class Recheck {

    private static final int QUERY_TIMEOUT_SECONDS = 2;

    private final SessionFactory factory;

    Recheck(SessionFactory factory) {
        this.factory = factory;
    }

    /** The rows that have another version now, as STALE_UPDATE, or are GONE. */
    List<Conflict> staleRows(ReadSet read) {
        Map<EntityPersister, List<Seen>> byEntity =
                read.rows().stream().collect(Collectors.groupingBy(Seen::persister));
        if (byEntity.isEmpty()) {
            return List.of();
        }
        return factory.fromTransaction(session -> {
            session.setDefaultReadOnly(true);
            List<Conflict> stale = new ArrayList<>();
            byEntity.forEach((persister, rows) -> addStale(stale, persister, rows, session));
            return stale;
        });
    }

    private static void addStale(List<Conflict> stale, EntityPersister persister, List<Seen> rows, Session session) {
        Map<Object, @Nullable Object> current = currentVersions(persister, rows, session);
        for (Seen seen : rows) {
            Object version = current.get(seen.id());
            if (!current.containsKey(seen.id())) {
                stale.add(conflict(ConflictKind.GONE, seen, null));
            } else if (isStale(seen, version)) {
                stale.add(conflict(ConflictKind.STALE_UPDATE, seen, version));
            }
        }
    }

    private static boolean isStale(Seen seen, @Nullable Object current) {
        return seen.version() != null && !seen.persister().getVersionType().isEqual(seen.version(), current);
    }

    private static Conflict conflict(ConflictKind kind, Seen seen, @Nullable Object current) {
        return new Conflict(kind, seen.entityName(), seen.id(), seen.version(), current);
    }

    private static Map<Object, @Nullable Object> currentVersions(
            EntityPersister persister, List<Seen> rows, Session session) {
        String version = persister.isVersioned() ? "version(e)" : "1";
        List<Object[]> found = session.createSelectionQuery(
                        "select id(e), " + version + " from " + persister.getEntityName() + " e where id(e) in :ids",
                        Object[].class)
                .setParameterList("ids", rows.stream().map(Seen::id).toList())
                .setTimeout(QUERY_TIMEOUT_SECONDS)
                .getResultList();
        Map<Object, @Nullable Object> versions = new HashMap<>();
        found.forEach(row -> versions.put(row[0], row[1]));
        return versions;
    }
}
