package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;

/**
 * The usual three attempts, with waits of 100 and then 200 milliseconds, as tutorials on optimistic locking write it:
 * {@code @Retryable(maxAttempts = 3, backoff = @Backoff(delay = 100, multiplier = 2))}, here without the framework.
 */
final class ThreeAttempts implements Strategy {

    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_DELAY_MILLIS = 100;
    private static final long MULTIPLIER = 2;

    private final OptimisticTransaction transaction;

    ThreeAttempts(EntityManagerFactory factory) {
        this.transaction = new OptimisticTransaction(factory);
    }

    @Override
    public void book(Deposit deposit) throws InterruptedException {
        long delayMillis = FIRST_DELAY_MILLIS;
        for (int attempt = 1; ; attempt++) {
            RuntimeException conflict = transaction.lost(deposit);
            if (conflict == null) {
                return;
            }
            if (attempt == MAX_ATTEMPTS) {
                throw conflict;
            }
            Thread.sleep(delayMillis);
            delayMillis *= MULTIPLIER;
        }
    }
}
