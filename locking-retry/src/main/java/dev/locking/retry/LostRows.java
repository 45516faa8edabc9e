package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.Row;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows on which an execution lost, in the order in which every execution takes its turns and locks. Immutable.
 *
 * <p>Identifiers need not be comparable, so their hashes decide; two rows of an entity with equal hashes may be taken in
 * either order, and executions that then wait for each other end at their deadline.
 */
final class LostRows {

    static final LostRows NONE = new LostRows(List.of());

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::entityName)
            .thenComparingInt(row -> row.id().hashCode());

    private final List<Row> rows;

    private LostRows(List<Row> rows) {
        this.rows = rows;
    }

    /** These and those that the conflicts name. */
    LostRows and(List<Conflict> conflicts) {
        List<Row> more = Stream.concat(rows.stream(), conflicts.stream().flatMap(LostRows::named))
                .distinct()
                .sorted(ORDER)
                .toList();
        return more.size() == rows.size() ? this : new LostRows(more);
    }

    private static Stream<Row> named(Conflict conflict) {
        return conflict.entityName() == null || conflict.id() == null
                ? Stream.empty()
                : Stream.of(new Row(conflict.entityName(), conflict.id()));
    }

    List<Row> inOrder() {
        return rows;
    }
}
