package dev.locking.examples.wallet;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.time.Duration;

/**
 * The loop that many teams write: a new entity manager, and again at once until it succeeds. It is a correct one, for the
 * whole transaction lies inside the loop, and it has the library's time limit.
 */
final class NaiveRetryLoop implements Deposits {

    private static final long LIMIT_NANOS = Duration.ofSeconds(5).toNanos();

    private final EntityManagerFactory factory;

    NaiveRetryLoop(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void deposit(Payment payment) {
        long begin = System.nanoTime();
        while (true) {
            try {
                depositOnce(payment);
                return;
            } catch (OptimisticLockException | RollbackException e) {
                boolean isConflict =
                        e instanceof OptimisticLockException || e.getCause() instanceof OptimisticLockException;
                if (!isConflict || System.nanoTime() - begin > LIMIT_NANOS) {
                    throw e;
                }
            }
        }
    }

    private void depositOnce(Payment payment) {
        try (EntityManager entityManager = factory.createEntityManager()) {
            EntityTransaction transaction = entityManager.getTransaction();
            transaction.begin();
            try {
                payment.bookIn(entityManager);
                transaction.commit();
            } catch (RuntimeException e) {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
                throw e;
            }
        }
    }
}
