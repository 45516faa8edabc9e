package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import redis.embedded.RedisServer;

/** A real Redis, and who uses it. */
record Redis(RedisServer server, int port) {

    /** What a JVM that is killed or stalls leaves behind is kept that long. */
    private static final long LEASE_MILLIS = 3_000;

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

    RedissonClient client() {
        return client(port);
    }

    static RedissonClient client(int port) {
        Config config = new Config().setLockWatchdogTimeout(LEASE_MILLIS);
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + port)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(8);
        return Redisson.create(config);
    }

    static Function<String, Lock> locksOf(RedissonClient client) {
        return client::getFairLock;
    }

    /** Until so many wait for a lock. */
    static void awaitWaiting(RedissonClient client, String name, int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (client.getQueue("redisson_lock_queue:{" + name + "}", StringCodec.INSTANCE)
                        .size()
                != count) {
            assertThat(System.nanoTime()).as(count + " wait").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    void stop() throws IOException {
        server.stop();
    }
}
