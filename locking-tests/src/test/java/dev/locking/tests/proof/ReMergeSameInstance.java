package dev.locking.tests.proof;

import jakarta.persistence.OptimisticLockException;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Wrong on purpose: merges the instances that the failed attempt has changed, instead of reading them anew. */
final class ReMergeSameInstance implements Strategy {

    private static final int MAX_RETRIES = 60;

    @Override
    public void call(SessionFactory factory, Consumer<Session> body) {
        List<Object> instances;
        OptimisticLockException conflict;
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            body.accept(session);
            instances = managedBy(session);
            try {
                session.getTransaction().commit();
                return;
            } catch (OptimisticLockException e) {
                conflict = e;
            }
        }
        mergeUntilItWorks(factory, instances, conflict);
    }

    private static void mergeUntilItWorks(
            SessionFactory factory, List<Object> instances, OptimisticLockException first) {
        OptimisticLockException conflict = first;
        for (int retries = 0; retries < MAX_RETRIES; retries++) {
            try {
                factory.inTransaction(session -> instances.forEach(session::merge));
                return;
            } catch (OptimisticLockException e) {
                conflict = e;
            }
        }
        throw conflict;
    }

    private static List<Object> managedBy(Session session) {
        return List.copyOf(session.unwrap(SharedSessionContractImplementor.class)
                .getPersistenceContextInternal()
                .getEntitiesByKey()
                .values());
    }
}
