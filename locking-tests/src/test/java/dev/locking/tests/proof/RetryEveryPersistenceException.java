package dev.locking.tests.proof;

import jakarta.persistence.PersistenceException;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Wrong on purpose: a fresh session each time, but also after a commit that may have been applied. */
final class RetryEveryPersistenceException implements Strategy {

    private static final int MAX_RETRIES = 60;

    @Override
    public void call(SessionFactory factory, Consumer<Session> body) {
        for (int retries = 0; ; retries++) {
            try {
                factory.inTransaction(body);
                return;
            } catch (PersistenceException e) {
                if (retries == MAX_RETRIES) {
                    throw e;
                }
            }
        }
    }
}
