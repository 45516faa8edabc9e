package dev.locking.examples.wallet;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Somebody's deposit, and what every strategy does with it in one transaction. It is the same for all of them, so that
 * nothing but the strategies differs. Used by one thread.
 */
final class Payment {

    private final Class<? extends Account> accountType;
    private final long walletId;
    private final BigDecimal amount;
    private final IntConsumer afterRead;
    private final String token = UUID.randomUUID().toString();

    private int attempts;

    /** Runs an action in every attempt between reading the balance and changing it, and tells it the attempt's number. */
    Payment(Class<? extends Account> accountType, long walletId, BigDecimal amount, IntConsumer afterRead) {
        this.accountType = accountType;
        this.walletId = walletId;
        this.amount = amount;
        this.afterRead = afterRead;
    }

    long walletId() {
        return walletId;
    }

    void bookIn(EntityManager entityManager) {
        bookIn(entityManager, LockModeType.NONE);
    }

    void bookIn(EntityManager entityManager, LockModeType lock) {
        attempts++;
        Account account = entityManager.find(accountType, walletId, lock);
        afterRead.accept(attempts);
        account.credit(amount);
        entityManager.persist(new Deposit(walletId, token, amount));
    }

    String token() {
        return token;
    }

    /** How often it was tried to book this. */
    int attempts() {
        return attempts;
    }
}
