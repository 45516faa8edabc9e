package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.AttributeChange;
import dev.locking.Modification;
import dev.locking.hibernate.ReadSet.Seen;
import jakarta.persistence.EntityGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.engine.FetchTiming;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.graph.GraphSemantic;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.SelectionQuery;
import org.hibernate.sql.results.graph.Fetchable;
import org.hibernate.sql.results.graph.FetchableContainer;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they are committed now: one query per entity, which fetches no association, and one for each collection that the
 * attempt had initialized.
 */
final class TheirRows {

    private final SessionImplementor session;
    private final EntityPersister persister;
    private final List<Seen> rows;
    private final EntityAttributes attributes;

    private TheirRows(SessionImplementor session, EntityPersister persister, List<Seen> rows) {
        this.session = session;
        this.persister = persister;
        this.rows = rows;
        this.attributes = TheirRow.change(rows.get(0)).attributes();
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

    /**
     * Reads rows.
     *
     * @param theirs is added to
     * @param rows that the attempt had changed
     * @param session has read no entity yet
     */
    static void readInto(Map<Seen, TheirRow> theirs, List<Seen> rows, SessionImplementor session) {
        rows.stream()
                .collect(Collectors.groupingBy(Seen::persister))
                .forEach((persister, some) -> new TheirRows(session, persister, some).readInto(theirs));
    }

    private void readInto(Map<Seen, TheirRow> theirs) {
        Map<Object, Object> entities = new HashMap<>();
        query("").forEach(entity -> entities.put(requireNonNull(session.getContextEntityIdentifier(entity)), entity));
        known(Attribute::isCollection).forEach(collection -> query(" left join fetch e." + collection.path()));
        rows.forEach(seen -> theirs.put(seen, row(entities.get(seen.id()))));
    }

    /** The attributes that the attempt had loaded, of any row. */
    private Stream<Attribute> known(Predicate<Attribute> which) {
        return IntStream.range(0, attributes.all().size())
                .filter(i -> attributes.all().get(i).reported())
                .filter(i -> which.test(attributes.all().get(i)))
                .filter(i ->
                        rows.stream().anyMatch(seen -> TheirRow.change(seen).knows(i)))
                .mapToObj(attributes.all()::get);
    }

    private List<?> query(String fetch) {
        return query(fetch, persister.getMappedClass());
    }

    private <T> List<T> query(String fetch, Class<T> type) {
        SelectionQuery<T> query =
                Recheck.byId("select e from " + persister.getEntityName() + " e" + fetch, rows, session, type);
        List<String> lazyColumns = known(Attribute::isLazyColumn)
                .map(Attribute::property)
                .distinct()
                .toList();
        if (!lazyColumns.isEmpty() || fetchesAssociations()) {
            query.setEntityGraph(nothingElse(type, lazyColumns), GraphSemantic.FETCH);
        }
        return query.getResultList();
    }

    /** What has a graph is translated each time, which costs more than to run it: most entities do without. */
    private boolean fetchesAssociations() {
        return fetchesAssociations(persister)
                || (persister.getIdentifierMapping() instanceof EmbeddableValuedModelPart id
                        && fetchesAssociations(id));
    }

    private static boolean fetchesAssociations(FetchableContainer mapping) {
        boolean[] fetches = {false};
        mapping.visitFetchables(part -> fetches[0] |= isFetchedAssociation(part), null);
        return fetches[0];
    }

    private static boolean isFetchedAssociation(Fetchable part) {
        return part instanceof EmbeddableValuedModelPart embeddable
                ? fetchesAssociations(embeddable)
                : part.asBasicValuedModelPart() == null
                        && part.getMappedFetchOptions().getTiming() == FetchTiming.IMMEDIATE;
    }

    /** Associations stay unread, also those that are mapped to be fetched with every entity; lazy columns are read if known. */
    private <T> EntityGraph<T> nothingElse(Class<T> type, List<String> lazyColumns) {
        EntityGraph<T> graph = session.createEntityGraph(type);
        lazyColumns.forEach(graph::addAttributeNode);
        return graph;
    }

    private TheirRow row(@Nullable Object entity) {
        return entity == null
                ? new TheirRow(null, null)
                : new TheirRow(
                        persister.isVersioned() ? persister.getVersion(entity) : null,
                        attributes.values(persister.getValues(entity), session));
    }
}
