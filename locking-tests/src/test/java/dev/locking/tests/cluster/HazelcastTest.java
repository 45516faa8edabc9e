package dev.locking.tests.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Hazelcast's locks of a map's keys: its community edition has no other locks. */
class HazelcastTest extends ApplicationLocksKit {

    private static HazelcastMember member;

    @BeforeAll
    static void start() {
        member = Engine.started("Hazelcast", HazelcastMember::first);
    }

    @AfterAll
    static void stop() {
        if (member != null) {
            member.stop();
        }
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return member.locks();
    }

    @Override
    LockingJvm startJvm() throws IOException {
        return LockingJvm.start(HazelcastTest.class, Integer.toString(member.port()));
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        obey(
                orders,
                HazelcastMember.joining(Integer.parseInt(orders.readLine())).locks());
    }
}
