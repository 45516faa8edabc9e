package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** With Redisson's fair locks on a real Redis. */
class RedissonGroupsTest extends ApplicationGroupsKit {

    private static Redis redis;
    private static RedissonClient client;

    @BeforeAll
    static void startRedis() {
        redis = Engine.started("Redis", Redis::start);
        client = redis.client();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        if (redis != null) {
            client.shutdown();
            redis.stop();
        }
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return Redis.locksOf(client);
    }

    @Override
    LockingJvm startElsewhere(String... database) throws IOException {
        return startElsewhere(RedissonGroupsTest.class, redis.port(), database);
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        obey(orders, Redis.locksOf(Redis.client(Integer.parseInt(orders.readLine()))));
    }

    /** Redis knows those who wait. */
    @Override
    void awaitWaiting() throws Exception {
        Redis.awaitWaiting(client, NAME, 1);
    }

    @Override
    void loseTheLock(Session transaction) {
        assertThat(client.getFairLock(NAME).forceUnlock()).isTrue();
    }

    @Test
    void aJvmThatStallsLosesItsLeaseAndAnAttemptAndNoUpdate() throws Exception {
        elsewhere.ask("enter without a flush", "done");
        Future<Long> call = here.credit(5);
        awaitWaiting();

        elsewhere.stall();
        call.get();
        elsewhere.goOn();
        elsewhere.ask("leave", "done");

        assertThat(here.bodies()).isOne();
        elsewhere.ask("bodies", "2");
        assertThat(balance()).isEqualTo(115);
    }
}
