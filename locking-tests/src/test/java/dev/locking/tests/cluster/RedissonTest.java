package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.LocksOfApplication;
import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import redis.embedded.RedisServer;

/** Redisson's fair locks on a real Redis. */
class RedissonTest extends ApplicationLocksKit {

    /** What a JVM that is killed leaves behind is kept that long. */
    private static final long LEASE_MILLIS = 3_000;

    private static Redis redis;
    private static RedissonClient one;
    private static RedissonClient other;

    private record Redis(RedisServer server, int port) {

        static Redis start() throws IOException {
            int port = freePort();
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
            return new Redis(server, port);
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    @BeforeAll
    static void start() {
        redis = Engine.started("Redis", Redis::start);
        one = client(redis.port());
        other = client(redis.port());
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            one.shutdown();
            other.shutdown();
            redis.server().stop();
        }
    }

    private static RedissonClient client(int port) {
        Config config = new Config().setLockWatchdogTimeout(LEASE_MILLIS);
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + port)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(8);
        return Redisson.create(config);
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return one::getFairLock;
    }

    @Override
    LockingJvm startJvm() throws IOException {
        return LockingJvm.start(RedissonTest.class, Integer.toString(redis.port()));
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        RedissonClient client = client(Integer.parseInt(orders.readLine()));
        obey(orders, client::getFairLock);
    }

    @Test
    void firstComeFirstServed() throws Exception {
        ClusterLocks elsewhere = LocksOfApplication.clusterLocks(other::getFairLock);
        ClusterLock lock = Objects.requireNonNull(lock(clusterLocks()));
        assertThat(lock.isBoundToThread()).isTrue();
        Future<Long> first = threads.submit(() -> lockAndTellWhen(elsewhere));
        awaitWaiting(1);
        Future<Long> second = threads.submit(() -> lockAndTellWhen(clusterLocks()));
        awaitWaiting(2);

        release(lock);

        assertThat(List.of(first.get(), second.get())).isSorted();
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

    private static void awaitWaiting(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (one.getQueue("redisson_lock_queue:{" + NAME + "}", StringCodec.INSTANCE)
                        .size()
                != count) {
            assertThat(System.nanoTime()).as(count + " wait").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
