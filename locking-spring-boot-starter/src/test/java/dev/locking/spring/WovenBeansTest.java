package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.retry.Locking;
import dev.locking.spi.Woven;
import org.junit.jupiter.api.Test;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.transaction.annotation.Isolation;

/** Proxies and weaving together: one transaction per attempt, whoever comes first. */
class WovenBeansTest extends SpringKit {

    /** Before anything mentions the class; so no method here has it in its signature, either. */
    static final Class<?> WOVEN = LoadedByAgent.woven("dev.locking.spring.WovenWallets");

    private static final Class<?> WOVEN_INTERFACE = LoadedByAgent.woven("dev.locking.spring.Deposits");

    @Override
    Object[] application() {
        return new Object[] {Errands.class, WOVEN, UnwovenWallets.class, DepositsOfBank.class};
    }

    static class UnwovenWallets {

        private final Bank bank;

        UnwovenWallets(Bank bank) {
            this.bank = bank;
        }

        @dev.locking.RetryOnConflict
        @org.springframework.transaction.annotation.Transactional
        public void deposit() {
            bank.deposit();
        }

        @org.springframework.transaction.annotation.Transactional
        public void depositByItself() {
            deposit();
        }
    }

    @Test
    void aWovenMethodBehindAProxyRunsOncePerAttempt() {
        bank.open(1);

        context.getBean(WovenWallets.class).deposit();

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aMethodThatTheBeanCallsItselfBeginsTheTransactionsOfSpring() {
        bank.open(1);

        context.getBean(WovenWallets.class).depositByItself();

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aPrivateMethodHasTheAttributesOfItsTransactional() {
        bank.open(1);

        context.getBean(WovenWallets.class).depositPrivately();

        String attributes = "isolation " + Isolation.SERIALIZABLE.value() + " of " + WovenWallets.class.getName()
                + ".depositInPrivate";
        assertThat(trace())
                .containsExactly("begin", "attempt", attributes, "rollback", "begin", "attempt", attributes, "commit");
    }

    @Test
    void aPrivateMethodHasTheRulesOfItsTransactional() {
        bank.open(1);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> context.getBean(WovenWallets.class).depositPrivatelyAndThrow());

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void anInterfaceMayBeAnnotatedInAProjectThatIsWovenSinceProxiesHonourIt() {
        assertThat(WOVEN_INTERFACE.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(Woven.class));

        bank.open(1);
        context.getBean(Deposits.class).deposit();
        assertThat(trace()).isEqualTo(ONE_RETRY);

        bank.open(1);
        context.getBean(Deposits.class).depositByDefault(bank);
        assertThat(trace()).isEqualTo(ONE_RETRY);
    }

    @Test
    void requiresNewThatCallsItselfBeginsAnotherEachTime() {
        bank.open(0);

        context.getBean(WovenWallets.class).nestInNew(2);

        assertThat(trace()).containsExactly("begin", "begin", "attempt", "commit", "commit");
        assertThat(bank.balance()).isEqualTo(150);
    }

    @Test
    void withoutWeavingSelfInvocationGoesToWhoeverBeganTheTransaction() {
        bank.open(1);

        assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                .isThrownBy(() -> context.getBean(UnwovenWallets.class).depositByItself());

        assertThat(trace()).containsExactly("begin", "attempt", "rollback");
    }

    @Test
    void theProgrammaticDoorBeginsTheTransactionsOfSpringToo() {
        bank.open(1);

        Locking.run("deposit", bank::deposit);

        assertThat(trace()).isEqualTo(ONE_RETRY);
    }
}
