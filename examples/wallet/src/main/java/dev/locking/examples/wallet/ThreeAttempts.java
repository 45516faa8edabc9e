package dev.locking.examples.wallet;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;

/**
 * The usual three attempts, with waits of 100 and then 200 milliseconds, as tutorials on optimistic locking write it:
 * {@code @Retryable(maxAttempts = 3, backoff = @Backoff(delay = 100, multiplier = 2))}, here without the framework.
 * Three is the default of Spring Retry and of Resilience4j; their default waits, 1 s and 500 ms, are longer still.
 */
final class ThreeAttempts implements Deposits {

    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long MULTIPLIER = 2;

    private final EntityManagerFactory factory;

    ThreeAttempts(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void deposit(Payment payment) {
        long delayMillis = FIRST_DELAY_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try {
                factory.runInTransaction(payment::bookIn);
                return;
            } catch (OptimisticLockException | RollbackException e) {
                boolean isConflict =
                        e instanceof OptimisticLockException || e.getCause() instanceof OptimisticLockException;
                if (!isConflict || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
            sleep(delayMillis);
            delayMillis *= MULTIPLIER;
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two attempts", e);
        }
    }
}
