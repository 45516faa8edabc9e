package dev.locking.spring;

import dev.locking.RetryOnConflict;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// snippet: spring-service
@Service
class Wallets {

    private final WalletRepository repository;

    Wallets(WalletRepository repository) {
        this.repository = repository;
    }

    @RetryOnConflict
    @Transactional
    public void deposit(long walletId, long amount) {
        repository.findById(walletId).orElseThrow().balance += amount;
    }
}
// end
