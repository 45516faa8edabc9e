package dev.locking.spring;

import dev.locking.RetryOnConflict;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A bean whose class is woven. */
class WovenWallets {

    private final Bank bank;

    WovenWallets(Bank bank) {
        this.bank = bank;
    }

    @RetryOnConflict
    @Transactional
    public void deposit() {
        bank.deposit();
    }

    public void depositByItself() {
        deposit();
    }

    public void depositPrivately() {
        depositInPrivate();
    }

    @RetryOnConflict
    @Transactional(isolation = Isolation.SERIALIZABLE, noRollbackFor = IllegalStateException.class)
    private void depositInPrivate() {
        bank.deposit();
        bank.trace()
                .add("isolation " + TransactionSynchronizationManager.getCurrentTransactionIsolationLevel() + " of "
                        + TransactionSynchronizationManager.getCurrentTransactionName());
    }

    public void depositPrivatelyAndThrow() {
        depositAndThrow();
    }

    @RetryOnConflict
    @Transactional(noRollbackFor = IllegalStateException.class)
    private void depositAndThrow() {
        bank.deposit();
        throw new IllegalStateException("committed");
    }

    @RetryOnConflict
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void nestInNew(int depth) {
        if (depth > 1) {
            nestInNew(depth - 1);
        } else {
            bank.deposit();
        }
    }
}
