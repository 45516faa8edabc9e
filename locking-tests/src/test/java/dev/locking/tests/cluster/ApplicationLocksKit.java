package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.LocksOfApplication;
import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks of an engine that the application runs, here and in another JVM. */
@Timeout(180)
abstract class ApplicationLocksKit {

    static final String NAME = "wallet/17";

    private static final Duration LONG = Duration.ofSeconds(60);

    final ExecutorService threads = Executors.newCachedThreadPool();

    /** Of this JVM. */
    abstract Function<String, ? extends Lock> locks();

    /** With the same engine, and {@link #NAME}. */
    abstract LockingJvm startJvm() throws IOException;

    final ClusterLocks clusterLocks() {
        return LocksOfApplication.clusterLocks(locks());
    }

    @AfterEach
    void nothingStaysLocked() throws Exception {
        threads.shutdownNow();
        release(tryLock(clusterLocks()));
    }

    static @Nullable ClusterLock tryLock(ClusterLocks locks) throws InterruptedException {
        return locks.acquire(NAME, "Wallets.deposit", Duration.ZERO);
    }

    static @Nullable ClusterLock lock(ClusterLocks locks) throws InterruptedException {
        return locks.acquire(NAME, "Wallets.deposit", LONG);
    }

    static void release(@Nullable ClusterLock lock) {
        assertThat(lock).as("the lock").isNotNull();
        Objects.requireNonNull(lock).release();
    }

    /** On the thread that has waited, since the lock is bound to it. */
    final Future<Boolean> lockAndRelease(ClusterLocks locks) {
        return threads.submit(() -> {
            release(lock(locks));
            return true;
        });
    }

    @Test
    void anotherJvmExcludesThisOneAndTheOtherWayRound() throws Exception {
        try (LockingJvm jvm = startJvm()) {
            jvm.lock();
            assertThat(tryLock(clusterLocks())).isNull();
            Future<Boolean> waiting = lockAndRelease(clusterLocks());
            jvm.unlock();
            assertThat(waiting.get()).isTrue();

            ClusterLock lock = lock(clusterLocks());
            CountDownLatch isAsking = new CountDownLatch(1);
            Future<Void> other = threads.submit(() -> {
                isAsking.countDown();
                jvm.lock();
                return null;
            });
            isAsking.await();
            assertThat(other.isDone()).isFalse();
            release(lock);
            other.get();
            assertThat(tryLock(clusterLocks())).isNull();
            jvm.unlock();
        }
    }

    @Test
    void theLockOfAJvmThatIsKilledIsFree() throws Exception {
        try (LockingJvm jvm = startJvm()) {
            jvm.lock();
            assertThat(tryLock(clusterLocks())).isNull();

            jvm.kill();

            release(lock(clusterLocks()));
        }
    }

    /** The other JVM's side of it; the engine's threads would let it live on. */
    static void obey(BufferedReader orders, Function<String, ? extends Lock> locks) throws Exception {
        Lock lock = locks.apply(NAME);
        LockingJvm.obey(orders, new LockingJvm.Lockable() {

            @Override
            public void lock() {
                lock.lock();
            }

            @Override
            public void unlock() {
                lock.unlock();
            }
        });
        System.exit(0);
    }
}
