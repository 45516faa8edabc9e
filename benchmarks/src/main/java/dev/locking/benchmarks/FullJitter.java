package dev.locking.benchmarks;

import dev.locking.RetryPolicy;
import jakarta.persistence.EntityManagerFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Exponential backoff with full jitter, as the AWS Architecture blog recommends it, with the waits and the limits of this
 * library's defaults: what these are worth without turns and locks.
 */
final class FullJitter implements Strategy {

    private static final RetryPolicy LIMITS = RetryPolicy.defaults();

    private final OptimisticTransaction transaction;

    FullJitter(EntityManagerFactory factory) {
        this.transaction = new OptimisticTransaction(factory);
    }

    @Override
    public void book(Deposit deposit) throws InterruptedException {
        long begin = System.nanoTime();
        long longestWait = LIMITS.delay().toNanos();
        for (int retry = 0; ; retry++) {
            RuntimeException conflict = transaction.lost(deposit);
            if (conflict == null) {
                return;
            }
            if (retry == LIMITS.maxRetries()
                    || System.nanoTime() - begin > LIMITS.maxDuration().toNanos()) {
                throw conflict;
            }
            TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(longestWait));
            longestWait = Math.min(LIMITS.maxDelay().toNanos(), (long) (longestWait * LIMITS.multiplier()));
        }
    }
}
