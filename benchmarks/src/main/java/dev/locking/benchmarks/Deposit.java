package dev.locking.benchmarks;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One call, and what every strategy does for it in one transaction: read, think, write. It is the same for all of them, so
 * that nothing but the strategies differs. Used by one thread.
 */
final class Deposit {

    private final long walletId;
    private final Duration think;

    private int attempts;

    Deposit(long walletId, Duration think) {
        this.walletId = walletId;
        this.think = think;
    }

    long walletId() {
        return walletId;
    }

    void bookIn(EntityManager entityManager) {
        bookIn(entityManager, LockModeType.NONE);
    }

    void bookIn(EntityManager entityManager, LockModeType lock) {
        beginAttempt();
        Wallet wallet = entityManager.find(Wallet.class, walletId, lock);
        think();
        wallet.credit(1);
    }

    /** For who books it without an entity. */
    void beginAttempt() {
        attempts++;
    }

    /** Goes on thinking if somebody wakes the thread, or did before. */
    void think() {
        long until = System.nanoTime() + think.toNanos();
        for (long left = think.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** How often it was tried to book this. */
    int attempts() {
        return attempts;
    }
}
