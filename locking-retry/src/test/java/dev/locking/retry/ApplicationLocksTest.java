package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLocks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application's locks, here those of one JVM. */
@Timeout(60)
class ApplicationLocksTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final ConcurrentMap<String, ReentrantLock> all = new ConcurrentHashMap<>();
    private final ClusterLocks locks =
            new ApplicationLocks(name -> all.computeIfAbsent(name, same -> new ReentrantLock(true)));

    private Thread waiter = new Thread();

    private @Nullable ClusterLock take(String name, Duration timeout) throws InterruptedException {
        return locks.acquire(name, "Wallets.deposit", timeout);
    }

    private boolean isFreeForOthers(String name) {
        return CompletableFuture.supplyAsync(() -> {
                    ReentrantLock lock = all.computeIfAbsent(name, same -> new ReentrantLock(true));
                    boolean free = lock.tryLock();
                    if (free) {
                        lock.unlock();
                    }
                    return free;
                })
                .join();
    }

    @Test
    void whatIsFreeIsTakenAndGivenBackByTheThreadThatTookIt() throws Exception {
        ClusterLock lock = Objects.requireNonNull(take("wallet/1", Duration.ZERO));

        assertThat(lock.isBoundToThread()).isTrue();
        assertThat(isFreeForOthers("wallet/1")).isFalse();
        assertThat(isFreeForOthers("wallet/2")).isTrue();
        assertThat(locks.owner("wallet/1")).isEmpty();

        lock.release();
        assertThat(isFreeForOthers("wallet/1")).isTrue();
    }

    @Test
    void whoWaitsGetsTheLockWhenItIsGivenBack() throws Exception {
        ClusterLock lock = Objects.requireNonNull(take("wallet/1", LONG));
        FutureTask<@Nullable ClusterLock> waiting = waitElsewhere();

        lock.release();

        assertThat(waiting.get()).isNotNull();
    }

    private FutureTask<@Nullable ClusterLock> waitElsewhere() {
        FutureTask<@Nullable ClusterLock> waiting = new FutureTask<>(() -> take("wallet/1", LONG));
        waiter = new Thread(waiting);
        waiter.start();
        while (!Objects.requireNonNull(all.get("wallet/1")).hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void whoWaitsInVainGetsNull() throws Exception {
        ReentrantLock taken = new ReentrantLock();
        CompletableFuture.runAsync(taken::lock).join();
        all.put("wallet/1", taken);

        assertThat(take("wallet/1", Duration.ofMillis(5))).isNull();
        assertThat(take("wallet/1", Duration.ZERO)).isNull();
        assertThat(take("wallet/1", Duration.ofSeconds(Long.MIN_VALUE))).isNull();
    }

    @Test
    void anInterruptBeforeOrWhileWaitingTakesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> take("wallet/1", Duration.ZERO));
        assertThat(isFreeForOthers("wallet/1")).isTrue();

        ClusterLock lock = Objects.requireNonNull(take("wallet/1", LONG));
        FutureTask<@Nullable ClusterLock> waiting = waitElsewhere();
        waiter.interrupt();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(InterruptedException.class);
        lock.release();
        assertThat(isFreeForOthers("wallet/1")).isTrue();
    }

    @Test
    void aLockThatIsLostIsGivenBackQuietly() throws Exception {
        ClusterLock lock = Objects.requireNonNull(take("wallet/1", LONG));
        Objects.requireNonNull(all.get("wallet/1")).unlock();

        try (Warnings warnings = new Warnings()) {
            lock.release();

            assertThat(warnings.lines()).singleElement().asString().contains("wallet/1");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // What an application may do nevertheless.
    void aFunctionThatGivesNoLockIsToldSo() {
        ClusterLocks none = new ApplicationLocks(name -> null);

        assertThatNullPointerException()
                .isThrownBy(() -> none.acquire("wallet/1", "Wallets.deposit", LONG))
                .withMessage("The application's function gave no lock for wallet/1. Return one for each name.");
    }
}
