package dev.locking.hibernate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a failed attempt had read from the database, each with the version that it had then. Taken before the
 * rollback, which clears the session; holds no entity.
 *
 * @param rows at most {@value #MOST_ROWS}, to bound what looking into a failure costs
 */
record ReadSet(List<Seen> rows) {

    static final ReadSet EMPTY = new ReadSet(List.of());

    private static final int MOST_ROWS = 500;

    private static final Logger LOG = Logger.getLogger(ReadSet.class);

    /**
     * A row as the attempt saw it; the version is null where the entity has none, or it is not known, and the change
     * where the attempt made none, or it is not known.
     */
    record Seen(
            EntityPersister persister,
            Object id,
            @Nullable Object version,
            @Nullable OwnChange change) {

        /** As Jakarta Persistence names the entity. */
        String entityName() {
            return persister.getImportedName();
        }
    }

    /** These and another one, unless it is among them. */
    ReadSet and(@Nullable Seen other) {
        if (other == null || find(other.persister().getEntityName(), other.id()) != null) {
            return this;
        }
        List<Seen> more = new ArrayList<>(rows);
        more.add(other);
        return new ReadSet(more);
    }

    /** By Hibernate's name of the entity. */
    @Nullable
    Seen find(@Nullable String entityName, @Nullable Object id) {
        return rows.stream()
                .filter(row -> row.persister().getEntityName().equals(entityName)
                        && row.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Jakarta Persistence's name for Hibernate's. */
    @Nullable
    String entityName(@Nullable String hibernateName) {
        return rows.stream()
                .filter(row -> row.persister().getEntityName().equals(hibernateName))
                .map(Seen::entityName)
                .findFirst()
                .orElse(null);
    }

    static ReadSet of(SessionImplementor session, AttemptRecord record, ReportedEntities reported) {
        try {
            List<Seen> rows = new ArrayList<>();
            Set<EntityKey> known = new HashSet<>();
            for (Map.Entry<Object, EntityEntry> entity :
                    session.getPersistenceContextInternal().reentrantSafeEntityEntries()) {
                EntityEntry entry = entity.getValue();
                if (rows.size() < MOST_ROWS && wasRead(entry, record)) {
                    Object version = isForced(entry, record)
                            ? null
                            : record.baseVersion(entry.getEntityKey(), entry.getVersion());
                    known.add(entry.getEntityKey());
                    rows.add(new Seen(
                            entry.getPersister(),
                            entry.getEntityKey().getIdentifier(),
                            version,
                            reported.changeOf(entity.getKey(), entry, record)));
                }
            }
            record.written(known, reported).limit(MOST_ROWS - rows.size()).forEach(rows::add);
            return new ReadSet(rows);
        } catch (RuntimeException e) {
            LOG.debug("What a failed attempt had read cannot be told", e);
            return EMPTY;
        }
    }

    /** In a batch the version in memory is raised before it is known whether the row's is, and what it was is forgotten. */
    private static boolean isForced(EntityEntry entry, AttemptRecord record) {
        return entry.getLockMode() == LockMode.PESSIMISTIC_FORCE_INCREMENT
                && record.write(entry.getEntityKey()) == null;
    }

    private static boolean wasRead(EntityEntry entry, AttemptRecord record) {
        return entry.isExistsInDatabase() && entry.getId() != null && !record.hasInserted(entry.getEntityKey());
    }
}
