package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.LocksOfApplication;
import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Redisson's fair locks on a real Redis. */
class RedissonTest extends ApplicationLocksKit {

    private static Redis redis;
    private static RedissonClient one;
    private static RedissonClient other;

    @BeforeAll
    static void start() {
        redis = Engine.started("Redis", Redis::start);
        one = redis.client();
        other = redis.client();
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            one.shutdown();
            other.shutdown();
            redis.stop();
        }
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return Redis.locksOf(one);
    }

    @Override
    LockingJvm startJvm() throws IOException {
        return LockingJvm.start(RedissonTest.class, Integer.toString(redis.port()));
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        obey(orders, Redis.locksOf(Redis.client(Integer.parseInt(orders.readLine()))));
    }

    @Test
    void firstComeFirstServed() throws Exception {
        ClusterLocks elsewhere = LocksOfApplication.clusterLocks(Redis.locksOf(other));
        ClusterLock lock = Objects.requireNonNull(lock(clusterLocks()));
        assertThat(lock.isBoundToThread()).isTrue();
        Future<Long> first = threads.submit(() -> lockAndTellWhen(elsewhere));
        Redis.awaitWaiting(one, NAME, 1);
        Future<Long> second = threads.submit(() -> lockAndTellWhen(clusterLocks()));
        Redis.awaitWaiting(one, NAME, 2);

        release(lock);

        assertThat(List.of(first.get(), second.get())).isSorted();
    }

    /** Whoever is interrupted stays in Redisson's queue until then, and holds up the others. */
    @Test
    void nobodyIsQueuedForLongerThanHeWaits() throws Exception {
        ClusterLock lock = Objects.requireNonNull(lock(clusterLocks()));
        Future<Boolean> waiting = lockAndRelease(clusterLocks());
        Redis.awaitWaiting(one, NAME, 1);

        long until = one.getScoredSortedSet("redisson_lock_timeout:{" + NAME + "}", StringCodec.INSTANCE)
                .lastScore()
                .longValue();

        assertThat(Duration.ofMillis(until - System.currentTimeMillis())).isLessThan(Duration.ofHours(1));
        release(lock);
        assertThat(waiting.get()).isTrue();
    }

    private static long lockAndTellWhen(ClusterLocks locks) throws InterruptedException {
        ClusterLock lock = lock(locks);
        long now = System.nanoTime();
        release(lock);
        return now;
    }

    @Test
    void aLockThatIsTakenAwayIsReleasedQuietly() throws Exception {
        ClusterLock lock = lock(clusterLocks());
        one.getFairLock(NAME).forceUnlock();
        release(lock);
    }
}
