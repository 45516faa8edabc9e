package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is said, refused or left alone when an application starts. */
@ExtendWith(OutputCaptureExtension.class)
class StartUpTest {

    @Test
    void whatOnlyWeavingCanDoIsSaidOnce(CapturedOutput output) {
        App.start(Doors.OnMethod.class, Doors.OnClass.class, "logging.level.dev.locking=info")
                .close();

        assertThat(output).containsOnlyOnce("are retried by proxies").doesNotContain("nobody wove it");
    }

    @Test
    void whatIsWovenIsNotSaidToBeRetriedByProxiesAlone(CapturedOutput output) {
        App.start(WovenBeansTest.WOVEN, "logging.level.dev.locking=info").close();

        assertThat(output).doesNotContain("are retried by proxies");
    }

    @Test
    void aSettingOfAMisspelledOperationIsNamedWithTheOneThatMayBeMeant(CapturedOutput output) {
        App.start(
                        Doors.OnMethod.class,
                        "locking.operations.Doors.OnMethod.deposti.max-retries=1",
                        "locking.operations.Doors.OnMethod.deposit.max-retries=1",
                        "locking.operations.Elsewhere.do.max-retries=1",
                        "logging.level.dev.locking=warn")
                .close();

        assertThat(output)
                .containsOnlyOnce("nobody has annotated or executed")
                .contains("locking.operations.Doors.OnMethod.deposti.max-retries (Spring)")
                .contains("Is Doors.OnMethod.deposit meant?");
    }

    @Test
    void theAdvisorCanBeTakenOutOfTheWay() {
        try (ConfigurableApplicationContext context = App.start(Doors.OnMethod.class, "locking.enabled=false")) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);

            assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                    .isThrownBy(() -> context.getBean(Doors.OnMethod.class).deposit());

            assertThat(bank.trace().events()).containsExactly("begin", "attempt", "rollback");
        }
    }

    @Test
    void withoutTheAdvisorAWovenMethodBehindAProxyRunsOnceInItsTransaction() {
        try (ConfigurableApplicationContext context = App.start(WovenBeansTest.WOVEN, "locking.enabled=false")) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);

            assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                    .isThrownBy(() -> context.getBean(WovenWallets.class).deposit());

            assertThat(bank.trace().events()).containsExactly("begin", "attempt", "rollback");
        }
    }

    @Test
    void anApplicationWithoutJpaBeansStarts() {
        new AnnotationConfigApplicationContext(LockingAutoConfiguration.class).close();
    }

    @Test
    void anApplicationWithoutJpaOnItsClassPathIsLeftAlone() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(JpaTransactionManager.class))
                .withConfiguration(AutoConfigurations.of(LockingAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RetryAdvisor.class));
    }

    static class NoTransaction {

        @RetryOnConflict
        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        public void deposit() {}
    }

    static class Later {

        @RetryOnConflict
        public CompletableFuture<Long> deposit() {
            return CompletableFuture.completedFuture(1L);
        }
    }

    static class Keyless {

        @RetryOnConflict
        @ExclusiveGroup("wallet")
        public void deposit() {}
    }

    static class ReadingTogether {

        @RetryOnConflict
        @ExclusiveGroup(value = "wallet", combine = 5)
        @Transactional(readOnly = true)
        public void deposit(@GroupKey long wallet) {}
    }

    static class Contradictory {

        @RetryOnConflict(delay = "1s", maxDelay = "5ms")
        public void deposit() {}
    }

    @Test
    void whatCannotBeDoneStopsTheStartWithMemberAndReason() {
        assertRefused(NoTransaction.class, "NoTransaction.deposit", "propagation that begins no transaction");
        assertRefused(Later.class, "Later.deposit", "returns a Future");
        assertRefused(Keyless.class, "Keyless.deposit", "no parameter says what the call is about");
        assertRefused(ReadingTogether.class, "ReadingTogether.deposit", "combine = 5", "readOnly");
        assertRefused(Contradictory.class, "Contradictory.deposit", "maxDelay");
    }

    private static void assertRefused(Class<?> bean, String... reasons) {
        ThrowingCallable start = () -> App.start(bean).close();

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(start)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(reasons));
    }
}
