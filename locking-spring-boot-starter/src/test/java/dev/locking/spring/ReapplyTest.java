package dev.locking.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.ExpectedVersion;
import dev.locking.Resolution;
import dev.locking.RetryOnConflict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes that are merged, and versions that callers expect, in Spring's transactions. */
class ReapplyTest extends SpringKit {

    /** What the lost attempt had added, and the other side. */
    private static final long MERGED = 100 + 51 + 7;

    static class Merging {

        private final Bank bank;

        Merging(Bank bank) {
            this.bank = bank;
        }

        @RetryOnConflict(resolution = Resolution.REAPPLY)
        @Transactional
        public Wallet deposit() {
            bank.deposit();
            return bank.entities().find(Wallet.class, Bank.WALLET);
        }

        @RetryOnConflict(resolution = Resolution.REAPPLY)
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void depositInNew() {
            bank.deposit();
        }

        @RetryOnConflict(resolution = Resolution.REAPPLY)
        @Transactional
        public void depositByStatement() {
            bank.entities()
                    .createQuery("update Wallet set balance = balance + 1000 where id = 2")
                    .executeUpdate();
            bank.deposit();
        }

        @RetryOnConflict
        @Transactional
        public void depositExpecting(long walletId, @ExpectedVersion(Wallet.class) @Nullable Object version) {
            bank.deposit();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Errands.class, Merging.class};
    }

    private Merging merging() {
        return context.getBean(Merging.class);
    }

    @Test
    void aLostAttemptIsMergedAndItsBodyRunsOnce() {
        bank.open(1);

        Wallet returned = merging().deposit();

        assertThat(trace()).containsExactly("begin", "attempt", "rollback", "begin", "commit");
        assertThat(bank.balance()).isEqualTo(MERGED);
        assertThat(returned.balance).isEqualTo(MERGED);
    }

    @Test
    void soItIsInATransactionOfItsOwnInsideOfAnother() {
        bank.open(1);

        outer.executeWithoutResult(status -> merging().depositInNew());

        assertThat(bank.balance()).isEqualTo(MERGED);
    }

    @Test
    void statementsOfTheBodysOwnAreNotLost() {
        bank.open(1);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> merging().depositByStatement())
                .satisfies(surfaced -> assertThat(
                                requireNonNull(surfaced.getCause()).getSuppressed())
                        .anySatisfy(reason -> assertThat(reason).hasMessageContaining("a statement of its own")));

        assertThat(bank.balance()).isEqualTo(107);
    }

    @Test
    void theVersionThatACallerExpectsIsCheckedByEachAttempt() {
        bank.open(0);
        merging().depositExpecting(Bank.WALLET, "0");
        assertThat(bank.balance()).isEqualTo(150);

        bank.open(1);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> merging().depositExpecting(Bank.WALLET, 0L))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .singleElement()
                        .satisfies(conflict -> {
                            assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_VERSION);
                            assertThat(conflict.baseVersion()).isEqualTo(0L);
                            assertThat(conflict.currentVersion()).isEqualTo(1L);
                        }));
        assertThat(trace()).containsExactly("begin", "attempt", "rollback", "begin", "rollback");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> merging().depositExpecting(Bank.WALLET, null))
                .withMessageContaining("depositExpecting: the @ExpectedVersion is null");
    }
}
