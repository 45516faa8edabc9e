package dev.locking.hibernate;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.resource.jdbc.internal.LogicalConnectionManagedImpl;

/**
 * Watches what an attempt writes, through whatever session: refuses instances that an earlier attempt of the same execution
 * has changed, and rows that another transaction could only wait for; notices work that the attempt's rollback does not take
 * back. Vetoes nothing.
 */
final class WriteGuard
        implements PreUpdateEventListener,
                PreDeleteEventListener,
                PreUpsertEventListener,
                PreInsertEventListener,
                MergeEventListener,
                PersistEventListener {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        aboutToWrite(event);
        return false;
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        aboutToWrite(event);
        return false;
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        aboutToWrite(event);
        return false;
    }

    /** What it inserts is refused in {@link #onPersist}, or was made for it. */
    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        AttemptRecord record = AttemptRecord.current();
        if (record != null) {
            noticeElsewhere(record, event);
            noticeAgain(record, event);
        }
        return false;
    }

    @Override
    public void onMerge(MergeEvent event) {
        refuseSpent(event.getOriginal(), event.getSession());
    }

    @Override
    public void onMerge(MergeEvent event, MergeContext copiedAlready) {
        refuseSpent(event.getOriginal(), event.getSession());
    }

    @Override
    public void onPersist(PersistEvent event) {
        refuseSpent(event.getObject(), event.getSession());
    }

    @Override
    public void onPersist(PersistEvent event, PersistContext createdAlready) {
        refuseSpent(event.getObject(), event.getSession());
    }

    private static void aboutToWrite(AbstractPreDatabaseOperationEvent event) {
        AttemptRecord record = AttemptRecord.current();
        if (record != null) {
            refuseSpent(record, event.getEntity(), event.getSession());
            refuseSelfDeadlock(record, event);
            noticeElsewhere(record, event);
            noticeAgain(record, event);
        }
    }

    private static void noticeElsewhere(AttemptRecord record, AbstractPreDatabaseOperationEvent event) {
        if (record.isOfAnotherSessionThan(event.getSession())) {
            record.wroteElsewhere(event.getEntity(), record.hasNoPartIn(event.getSession()));
        }
    }

    /** An attempt inside of another one may be the first, and yet be what the outer one repeats. */
    private static void noticeAgain(AttemptRecord innermost, AbstractPreDatabaseOperationEvent event) {
        for (AttemptRecord record = innermost; record != null; record = record.outer()) {
            if (record.attempt().number() > 1 && record.hasNoPartIn(event.getSession())) {
                OtherTransactions.wroteAgain(
                        record.attempt(), event.getPersister().getImportedName());
            }
        }
    }

    /** No database sees it: one side waits for a lock, the other one for the return of a method. */
    private static void refuseSelfDeadlock(AttemptRecord innermost, AbstractPreDatabaseOperationEvent event) {
        EntityPersister persister = event.getPersister();
        for (AttemptRecord record = innermost; record != null; record = record.outer()) {
            if (isBeside(record, event.getSession())
                    && RowLocks.hasTaken(record.attempt(), record.session(), persister, event.getId())) {
                throw new SelfDeadlockException(persister.getImportedName(), event.getId());
            }
        }
    }

    /** A connection that was given to the session may be the attempt's. */
    private static boolean isBeside(AttemptRecord record, SharedSessionContractImplementor session) {
        return record.hasNoPartIn(session)
                && session.getJdbcCoordinator().getLogicalConnection() instanceof LogicalConnectionManagedImpl;
    }

    private static void refuseSpent(Object entity, SharedSessionContractImplementor session) {
        AttemptRecord record = AttemptRecord.current();
        if (record != null) {
            refuseSpent(record, entity, session);
        }
    }

    private static void refuseSpent(AttemptRecord record, Object entity, SharedSessionContractImplementor session) {
        if (record.attempt().isSpent(entity)) {
            EntityPersister persister = session.getEntityPersister(null, entity);
            throw new SpentInstanceException(persister.getImportedName(), persister.getIdentifier(entity, session));
        }
    }
}
