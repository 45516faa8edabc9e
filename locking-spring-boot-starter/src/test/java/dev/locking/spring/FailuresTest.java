package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.RetryOnConflict;
import jakarta.persistence.OptimisticLockException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/** What callers see, and what a body may swallow. */
class FailuresTest extends SpringKit {

    @Repository
    static class Accounts {

        private final Bank bank;

        Accounts(Bank bank) {
            this.bank = bank;
        }

        @RetryOnConflict(maxRetries = 0)
        @Transactional
        public void depositOnce() {
            bank.deposit();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Errands.class, Accounts.class, DoorsTest.Repositories.class};
    }

    @Test
    void aServiceThrowsTheConflictAsItIs() {
        bank.open(1);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> errands.once(bank::deposit))
                .isInstanceOf(OptimisticLockException.class)
                .satisfies(conflict -> assertThat(conflict.conflicts())
                        .singleElement()
                        .satisfies(row -> {
                            assertThat(row.entityName()).isEqualTo("Wallet");
                            assertThat(row.baseVersion()).isEqualTo(0L);
                            assertThat(row.currentVersion()).isEqualTo(1L);
                        }))
                .withCauseInstanceOf(OptimisticLockingFailureException.class);
    }

    @Test
    void aRepositoryThrowsItAsSpringTranslatesIt() {
        bank.open(1);
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> context.getBean(Accounts.class).depositOnce())
                .withCauseInstanceOf(ConflictException.class);

        bank.open(1);
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> context.getBean(WalletRepository.class).depositOnce(bank))
                .withCauseInstanceOf(ConflictException.class);
    }

    @Test
    void aConflictThatTheBodyCaughtIsFoundAndRetried() throws Exception {
        bank.open(1);

        errands.run(() -> {
            bank.deposit();
            try {
                bank.flush();
            } catch (RuntimeException e) {
                bank.trace().add("swallowed");
            }
            return 0;
        });

        assertThat(trace()).containsExactly("begin", "attempt", "swallowed", "rollback", "begin", "attempt", "commit");
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aTransactionThatTheBodyMarkedForRollbackDoesNotReturnAsIfItHadCommitted() {
        bank.open(0);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> errands.once(() -> {
                    bank.deposit();
                    TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
                }))
                .satisfies(conflict ->
                        assertThat(conflict.conflicts().get(0).kind()).isEqualTo(ConflictKind.SWALLOWED));

        assertThat(bank.balance()).isEqualTo(100);
    }

    @Test
    void anInstanceThatALostAttemptHasChangedIsNotWrittenByTheNext() {
        bank.open(0);
        Wallet[] kept = new Wallet[1];

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> errands.run(() -> {
                    if (kept[0] == null) {
                        bank.open(1);
                        bank.deposit();
                        kept[0] = bank.entities().find(Wallet.class, Bank.WALLET);
                    } else {
                        bank.entities().merge(kept[0]);
                    }
                    return 0;
                }));

        assertThat(bank.balance()).isEqualTo(107);
    }

    @Test
    void aRepositoryMethodOfSpringDataIsRetried() {
        bank.open(0);
        WalletRepository wallets = context.getBean(WalletRepository.class);
        Wallet wallet = wallets.findById(Bank.WALLET).orElseThrow();
        wallet.balance = 1;

        wallets.saveAndFlush(wallet);

        assertThat(trace()).containsExactly("begin", "commit", "begin", "commit");
        assertThat(bank.balance()).isEqualTo(1);
    }
}
