package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows on which an execution lost, in the order in which every execution takes its turns and locks. Immutable.
 *
 * <p>Identifiers need not be comparable, so their hashes decide; two rows of an entity with equal hashes may be taken in
 * either order, and executions that then wait for each other end at their deadline.
 *
 * @param all those on which it waits for its turn
 * @param byVersion those of them on which a version check failed, or is likely to. Only these are worth a lock: where the database itself
 *     finds the conflict, it does so by a snapshot, and the wait for a lock would end in the same failure
 */
record LostRows(List<Row> all, List<Row> byVersion) {

    static final LostRows NONE = new LostRows(List.of(), List.of());

    private static final Object NO_ID = new Object();

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::entityName)
            .thenComparingInt(row -> row.id().hashCode());

    private static final Set<ConflictKind> FOUND_BY_THE_DATABASE =
            EnumSet.of(ConflictKind.SERIALIZATION, ConflictKind.DEADLOCK, ConflictKind.LOCK_TIMEOUT);

    /** These and those that the conflicts name. */
    LostRows and(List<Conflict> conflicts) {
        List<Row> named = new ArrayList<>(conflicts.size());
        List<Row> namedByVersion = new ArrayList<>(conflicts.size());
        for (Conflict conflict : conflicts) {
            Row row = row(conflict);
            if (row != null) {
                named.add(row);
                if (!FOUND_BY_THE_DATABASE.contains(conflict.kind())) {
                    namedByVersion.add(row);
                }
            }
        }
        return new LostRows(sorted(all, named), sorted(byVersion, namedByVersion));
    }

    /** These and others on which it waits for its turn too. */
    LostRows andThose(Collection<Row> rows) {
        return new LostRows(sorted(all, rows), byVersion);
    }

    /** These, and one of them is worth a lock too. */
    LostRows andToLock(Row row) {
        return new LostRows(all, sorted(byVersion, List.of(row)));
    }

    private static List<Row> sorted(List<Row> some, Collection<Row> more) {
        if (more.isEmpty()) {
            return some;
        }
        if (some.isEmpty() && more.size() == 1) {
            return List.copyOf(more);
        }
        Set<Row> distinct = new LinkedHashSet<>(some);
        distinct.addAll(more);
        List<Row> rows = new ArrayList<>(distinct);
        rows.sort(ORDER);
        return Collections.unmodifiableList(rows);
    }

    /** What a conflict names, if it can be a key. */
    static @Nullable Row row(Conflict conflict) {
        return conflict.entityName() == null || conflict.id() == null || !canBeAKey(conflict.id())
                ? null
                : new Row(conflict.entityName(), conflict.id());
    }

    /** An identifier's class may be the application's, and must not stop the execution. */
    private static boolean canBeAKey(Object id) {
        if (id instanceof Long || id instanceof Integer || id instanceof String || id instanceof UUID) {
            return true;
        }
        try {
            return !id.equals(NO_ID) && new HashSet<>(List.of(id)).contains(id);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }
}
