package dev.locking.spring;

import dev.locking.RetryOnConflict;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface WalletRepository extends JpaRepository<Wallet, Long> {

    @RetryOnConflict
    @Override
    <S extends Wallet> S saveAndFlush(S wallet);

    @RetryOnConflict
    @Transactional
    default void deposit(Bank bank) {
        bank.deposit();
    }

    @RetryOnConflict(maxRetries = 0)
    @Transactional
    default void depositOnce(Bank bank) {
        bank.deposit();
    }

    @Query("select balance from Wallet where id = :id")
    long balance(long id);
}
