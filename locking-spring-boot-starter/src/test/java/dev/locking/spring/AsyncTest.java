package dev.locking.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.ConflictException;
import dev.locking.RetryOnConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Transactional;

/** Where Spring has a method run on another thread, all its attempts are there. */
class AsyncTest extends SpringKit {

    @EnableAsync
    static class OneThread {

        @Bean
        static ExecutorService taskExecutor() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        static Uncaught uncaught() {
            return new Uncaught();
        }
    }

    /** Keeps what nobody waits for. */
    static class Uncaught implements AsyncConfigurer {

        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        @Override
        public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
            return (thrown, method, arguments) -> failure.set(thrown);
        }
    }

    static class Deposits {

        private final Bank bank;
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        Deposits(Bank bank) {
            this.bank = bank;
        }

        @Async
        @RetryOnConflict
        @Transactional
        public void later() {
            threads.add(Thread.currentThread());
            bank.deposit();
        }

        @Async
        @RetryOnConflict(maxRetries = 0)
        @Transactional
        public void onceLater() {
            bank.deposit();
        }

        public Set<Thread> threads() {
            return threads;
        }

        @RetryOnConflict
        @Transactional
        public void now() {
            threads.add(Thread.currentThread());
            requireNonNull(bank.entities().find(Wallet.class, Bank.WALLET)).balance += 1;
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Errands.class, Deposits.class, OneThread.class};
    }

    /** What was given to the thread before has ended. */
    private void await() throws Exception {
        context.getBean(ExecutorService.class).submit(() -> {}).get();
    }

    @Test
    void theAttemptsOfAnAsynchronousMethodAreOnItsThread() throws Exception {
        bank.open(1);

        context.getBean(Deposits.class).later();
        await();

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
        assertThat(context.getBean(Deposits.class).threads()).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void aConflictThatSurfacesThereReachesSpringsHandler() throws Exception {
        bank.open(1);

        context.getBean(Deposits.class).onceLater();
        await();

        assertThat(context.getBean(Uncaught.class).failure.get()).isInstanceOf(ConflictException.class);
        assertThat(bank.balance()).isEqualTo(100 + 7);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void onVirtualThreadsNoDepositIsLost() throws Exception {
        int calls = 64;
        try (ConfigurableApplicationContext virtual =
                App.start(Deposits.class, "spring.threads.virtual.enabled=true")) {
            virtual.getBean(Bank.class).open(0);
            Deposits deposits = virtual.getBean(Deposits.class);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(virtual.getBean(AsyncTaskExecutor.class).submit(deposits::now));
            }
            for (Future<?> one : all) {
                one.get();
            }

            assertThat(virtual.getBean(Bank.class).balance()).isEqualTo(100 + calls);
            assertThat(deposits.threads())
                    .hasSize(calls)
                    .allSatisfy(thread -> assertThat(thread).asString().startsWith("VirtualThread"));
        }
    }
}
