package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.AttributeChange;
import dev.locking.Modification;
import dev.locking.hibernate.ReadSet.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.CacheMode;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.graph.GraphSemantic;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they are committed now, read in a transaction of their own: one query per entity, which fetches no association,
 * and one for each collection that the attempt had initialized.
 */
final class TheirRows {

    private final SessionImplementor session;
    private final EntityPersister persister;
    private final List<Seen> rows;

    private TheirRows(SessionImplementor session, EntityPersister persister, List<Seen> rows) {
        this.session = session;
        this.persister = persister;
        this.rows = rows;
    }

    /** A row that the attempt had changed; without values it is gone. */
    record TheirRow(@Nullable Object version, @Nullable List<@Nullable Object> values) {

        boolean isGone() {
            return values == null;
        }

        boolean isStale(Seen seen) {
            return change(seen).isStale(requireNonNull(values), seen.persister().optimisticLockStyle());
        }

        List<AttributeChange> changes(Seen seen) {
            return change(seen).against(values);
        }

        Modification modification(Seen seen) {
            return change(seen).attributes().modification(requireNonNull(values));
        }

        private static OwnChange change(Seen seen) {
            return requireNonNull(seen.change());
        }
    }

    /** @param rows that the attempt had changed */
    static Map<Seen, TheirRow> read(List<Seen> rows, SessionFactory factory) {
        Map<EntityPersister, List<Seen>> byEntity = rows.stream().collect(Collectors.groupingBy(Seen::persister));
        return factory.fromTransaction(opened -> {
            SessionImplementor session = opened.unwrap(SessionImplementor.class);
            session.setDefaultReadOnly(true);
            session.setCacheMode(CacheMode.IGNORE);
            Map<Seen, TheirRow> theirs = new HashMap<>();
            byEntity.forEach((persister, some) -> new TheirRows(session, persister, some).readInto(theirs));
            return theirs;
        });
    }

    private void readInto(Map<Seen, TheirRow> theirs) {
        Map<Object, Object> entities = new HashMap<>();
        query("").forEach(entity -> entities.put(requireNonNull(session.getContextEntityIdentifier(entity)), entity));
        attributes().forEach(this::fetchIfKnown);
        rows.forEach(seen -> theirs.put(seen, row(seen, entities.get(seen.id()))));
    }

    private IntStream attributes() {
        return IntStream.range(0, change(0).attributes().all().size());
    }

    private OwnChange change(int row) {
        return requireNonNull(rows.get(row).change());
    }

    private void fetchIfKnown(int i) {
        Attribute attribute = change(0).attributes().all().get(i);
        if (attribute.isCollection()
                && attribute.reported()
                && rows.stream().anyMatch(seen -> requireNonNull(seen.change()).knows(i))) {
            query(" left join fetch e." + attribute.path());
        }
    }

    private List<?> query(String fetch) {
        SelectionQuery<?> query = session.createSelectionQuery(
                "select e from " + persister.getEntityName() + " e" + fetch + " where id(e) in :ids",
                persister.getMappedClass());
        fetchNothingElse(query);
        return query.setParameterList("ids", rows.stream().map(Seen::id).toList())
                .setTimeout(Recheck.QUERY_TIMEOUT_SECONDS)
                .getResultList();
    }

    /** Also of what is mapped to be fetched with every entity. */
    @SuppressWarnings("unchecked")
    private <T> void fetchNothingElse(SelectionQuery<T> query) {
        query.setEntityGraph(session.createEntityGraph((Class<T>) persister.getMappedClass()), GraphSemantic.FETCH);
    }

    private TheirRow row(Seen seen, @Nullable Object entity) {
        return entity == null
                ? new TheirRow(null, null)
                : new TheirRow(
                        persister.isVersioned() ? persister.getVersion(entity) : null,
                        requireNonNull(seen.change()).attributes().values(persister.getValues(entity), session));
    }
}
