package dev.locking.tests.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With Hazelcast's locks of a map's keys. */
class HazelcastGroupsTest extends ApplicationGroupsKit {

    private static HazelcastMember member;

    @BeforeAll
    static void startHazelcast() {
        member = Engine.started("Hazelcast", HazelcastMember::first);
    }

    @AfterAll
    static void stopHazelcast() {
        if (member != null) {
            member.stop();
        }
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return member.locks();
    }

    @Override
    LockingJvm startElsewhere(String... database) throws IOException {
        return startElsewhere(HazelcastGroupsTest.class, member.port(), database);
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        obey(
                orders,
                HazelcastMember.joining(Integer.parseInt(orders.readLine())).locks());
    }

    @Override
    void loseTheLock(Session transaction) {
        member.forceUnlock(NAME);
    }
}
