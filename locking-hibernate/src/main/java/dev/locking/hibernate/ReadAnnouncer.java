package dev.locking.hibernate;

import dev.locking.spi.Row;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Lets an attempt say whether it may read a row, before the row is read by its identifier: by {@code find}, or where a proxy
 * or an association is loaded. What a query reads is not asked for.
 */
final class ReadAnnouncer implements LoadEventListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void onLoad(LoadEvent event, LoadType type) {
        AttemptRecord record = AttemptRecord.of(event.getSession());
        if (record != null && !type.isAllowProxyCreation() && record.attempt().asksBeforeReads()) {
            announce(event, record);
        }
    }

    private static void announce(LoadEvent event, AttemptRecord record) {
        EventSource session = event.getSession();
        EntityPersister persister =
                session.getFactory().getMappingMetamodel().findEntityDescriptor(event.getEntityClassName());
        Object id = event.getEntityId();
        if (persister != null && persister.isVersioned() && isOf(persister, id)) {
            EntityKey key = session.generateEntityKey(id, persister);
            if (!session.getPersistenceContextInternal().containsEntity(key)) {
                record.attempt().aboutToRead(new Row(persister.getImportedName(), id));
            }
        }
    }

    /** What has another type is refused, or converted, by Hibernate's own listener, which comes next. */
    private static boolean isOf(EntityPersister persister, Object id) {
        return persister.getIdentifierMapping().getJavaType().isInstance(id);
    }
}
