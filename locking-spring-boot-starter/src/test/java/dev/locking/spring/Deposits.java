package dev.locking.spring;

import dev.locking.RetryOnConflict;
import org.springframework.transaction.annotation.Transactional;

/** An interface that is woven where it can be. */
interface Deposits {

    @RetryOnConflict
    @Transactional
    void deposit();

    @RetryOnConflict
    @Transactional
    default void depositByDefault(Bank bank) {
        bank.deposit();
    }
}
