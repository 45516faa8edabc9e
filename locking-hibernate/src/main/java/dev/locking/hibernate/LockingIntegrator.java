package dev.locking.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/** Notices every {@code SessionFactory} of the process when it is built and when it is closed. */
public final class LockingIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        if (!(factory.getProperties().get(TransactionOwner.SETTING) instanceof TransactionOwner)) {
            UnwovenClasses.report(metadata);
        }
        StartUpCheck.begin(metadata, factory);
        listen(factory);
        SessionFactories.opened(factory);
        factory.addObserver(new RuleCheck());
    }

    private static void listen(SessionFactoryImplementor factory) {
        AttemptRecord.Listener listener = new AttemptRecord.Listener();
        EventListenerRegistry registry = factory.getEventEngine().getListenerRegistry();
        registry.appendListeners(EventType.PRE_UPDATE, listener);
        registry.appendListeners(EventType.PRE_DELETE, listener);
        registry.appendListeners(EventType.PRE_INSERT, listener);
        registry.appendListeners(EventType.POST_INSERT, listener);
        registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, listener);
        registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, listener);
        registry.appendListeners(EventType.PRE_COLLECTION_RECREATE, listener);
        registry.prependListeners(EventType.MERGE, listener);
        registry.prependListeners(EventType.LOAD, new ReadAnnouncer());
        registry.prependListeners(EventType.FLUSH_ENTITY, new WrittenVersions());
        guard(registry, new WriteGuard());
    }

    /** Before Hibernate's own listeners, which would say of a spent instance only that it is detached. */
    private static void guard(EventListenerRegistry registry, WriteGuard guard) {
        registry.appendListeners(EventType.PRE_UPDATE, guard);
        registry.appendListeners(EventType.PRE_DELETE, guard);
        registry.appendListeners(EventType.PRE_UPSERT, guard);
        registry.appendListeners(EventType.PRE_INSERT, guard);
        registry.prependListeners(EventType.MERGE, guard);
        registry.prependListeners(EventType.PERSIST, guard);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
        SessionFactories.closed(factory);
    }
}
