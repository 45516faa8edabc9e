package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.retry.LockingSettings;
import dev.locking.retry.OperationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.orm.ObjectOptimisticLockingFailureException;

/** What the environment says under {@code locking}. */
class SettingsTest {

    private static final String OPERATION = "Doors.OnMethod.deposit";

    private static void losesItsOnlyAttempt(ConfigurableApplicationContext context) {
        context.getBean(Bank.class).open(1);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> context.getBean(Doors.OnMethod.class).deposit())
                .withMessageContaining("gave up after 1 attempt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "locking.retry.max-retries=0",
                "locking.retry.maxRetries=0",
                "locking.retry.cycle=R0/PT5S",
                "locking.operations." + OPERATION + ".max-retries=0",
                "locking.operations.[" + OPERATION + "].maxRetries=0"
            })
    void aSettingCountsInWhateverSpelling(String property) {
        try (ConfigurableApplicationContext context = App.start(Doors.OnMethod.class, property)) {
            losesItsOnlyAttempt(context);
        }
    }

    @Test
    void aListIsOne() {
        try (ConfigurableApplicationContext context = App.start(
                Doors.OnMethod.class, "locking.retry.also[0]=duplicate", "locking.retry.also[1]=lock-timeout")) {
            assertThat(settings(context).settings().get("also"))
                    .hasToString("DUPLICATE,LOCK_TIMEOUT by locking.retry.also (Spring)");
        }
    }

    private static OperationSettings settings(ConfigurableApplicationContext context) {
        return context.getBean(LockingSettings.class).operation(OPERATION).orElseThrow();
    }

    @Test
    void whatAppliesToABeanIsKnownBeforeItsFirstCall() {
        try (ConfigurableApplicationContext context =
                App.start(Doors.OnMethod.class, "locking.retry.delay=1ms", "locking.retry.policy=flowable")) {
            assertThat(settings(context).settings().get("delay"))
                    .hasToString("PT0.001S by locking.retry.delay (Spring)");
            assertThat(settings(context).settings().get("max-retries")).hasToString("3 by preset flowable");
            assertThat(settings(context).settings().get("also")).hasToString(" by default");
        }
    }

    @Test
    void aChangeIsSeenByTheNextCall() {
        try (ConfigurableApplicationContext context = App.start(Doors.OnMethod.class)) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);
            context.getBean(Doors.OnMethod.class).deposit();
            assertThat(bank.trace().events()).hasSize(6);

            context.getBean(LockingSettings.class).set("locking.operations." + OPERATION + ".max-retries", "0");

            losesItsOnlyAttempt(context);
        }
    }

    @Test
    void eachApplicationOfTheProcessHasItsOwn() {
        try (ConfigurableApplicationContext one = App.start(Doors.OnMethod.class, "locking.retry.max-retries=0");
                ConfigurableApplicationContext other = App.start(Doors.OnMethod.class)) {
            losesItsOnlyAttempt(one);

            other.getBean(Bank.class).open(1);
            other.getBean(Doors.OnMethod.class).deposit();
            assertThat(other.getBean(Bank.class).attempts()).isEqualTo(2);
        }
    }

    @Test
    void theSettingsOfAnApplicationGoWithIt() {
        LockingSettings before = LockingSettings.standard();
        try (ConfigurableApplicationContext context = App.start(Doors.OnMethod.class)) {
            assertThat(LockingSettings.standard()).isSameAs(context.getBean(LockingSettings.class));
        }
        assertThat(LockingSettings.standard()).isSameAs(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            locking.retry.max-retries=-1             | locking.retry.max-retries = -1 (Spring) | Set a number from 0
            locking.retry.max-retires=1              | locking.retry.max-retires               | locking.retry.max-retries meant
            locking.group.on-busy=leave              | locking.group.on-busy = leave (Spring)  | Set one of [WAIT, FAIL]
            locking.retry.delay=1s                   | delay = 1s by locking.retry.delay       | at least delay
            locking.retry.policy=flowabel            | locking.retry.policy = flowabel         | Is flowable meant?
            locking.ledger.keep=1m                   | locking.ledger.keep = 1m                | at least 1h
            locking.check=loud                       | locking.check = loud                    | strict
            locking.enabled=maybe                    | locking.enabled = maybe                 | true or false
            locking.operations.Doors.OnMethod.deposit.delay=1s | Doors.OnMethod.deposit: maxDelay | at least delay
            """)
    void aWrongSettingStopsTheStart(String property, String what, String remedy) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> App.start(Doors.OnMethod.class, property).close())
                .satisfies(failure -> assertThat(failure.getMessage()).contains(what, remedy));
    }

    @Test
    void outOfTheWayABeanWithoutTransactionalHasItsTransactionAsEver() {
        try (ConfigurableApplicationContext context =
                App.start(Doors.WithoutTransactional.class, "locking.enabled=false")) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);

            assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                    .isThrownBy(() ->
                            context.getBean(Doors.WithoutTransactional.class).deposit());
            assertThat(bank.trace().events()).containsExactly("begin", "attempt", "rollback");

            context.getBean(LockingSettings.class).set("locking.enabled", "true");
            bank.open(1);
            context.getBean(Doors.WithoutTransactional.class).deposit();
            assertThat(bank.attempts()).isEqualTo(2);
        }
    }

    @Test
    void outOfTheWayAWovenMethodThatIsCalledByItsBeanRunsOnceInItsTransaction() {
        try (ConfigurableApplicationContext context = App.start(WovenBeansTest.WOVEN, "locking.enabled=false")) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);

            assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                    .isThrownBy(() -> context.getBean(WovenWallets.class).depositByItself());

            assertThat(bank.trace().events()).containsExactly("begin", "attempt", "rollback");
        }
    }
}
