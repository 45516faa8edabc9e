package dev.locking.tests.proof;

import jakarta.persistence.OptimisticLockException;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;

/** Wrong on purpose: catches the conflict inside the transaction, and commits. */
final class CatchAndCommit implements Strategy {

    @Override
    public void call(SessionFactory factory, Consumer<Session> body) {
        try (Session session = factory.openSession()) {
            Transaction transaction = session.beginTransaction();
            body.accept(session);
            try {
                session.flush();
            } catch (OptimisticLockException conflict) {
                session.clear();
            }
            transaction.commit();
        }
    }
}
