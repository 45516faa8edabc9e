package dev.locking.tests.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Hazelcast's locks of a map's keys: its community edition has no other locks. */
class HazelcastTest extends ApplicationLocksKit {

    private static HazelcastInstance member;

    @BeforeAll
    static void start() {
        member = Engine.started("Hazelcast", () -> member(0));
    }

    @AfterAll
    static void stop() {
        if (member != null) {
            member.shutdown();
        }
    }

    /** @param port of the member to join, or 0 for the first one */
    private static HazelcastInstance member(int port) {
        Config config = new Config("locking-tests-" + ProcessHandle.current().pid())
                .setClusterName("locking-tests")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.logging.type", "none")
                .setProperty("hazelcast.shutdownhook.enabled", "false");
        config.getJetConfig().setEnabled(false);
        NetworkConfig network = config.getNetworkConfig().setPort(0).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        if (port != 0) {
            join.getTcpIpConfig().addMember("127.0.0.1:" + port);
        }
        return Hazelcast.newHazelcastInstance(config);
    }

    @Override
    Function<String, ? extends Lock> locks() {
        return locksOf(member);
    }

    private static Function<String, Lock> locksOf(HazelcastInstance member) {
        IMap<String, Object> map = member.getMap("locking");
        return name -> new KeyLock(map, name);
    }

    @Override
    LockingJvm startJvm() throws IOException {
        int port = member.getCluster().getLocalMember().getAddress().getPort();
        return LockingJvm.start(HazelcastTest.class, Integer.toString(port));
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        obey(orders, locksOf(member(Integer.parseInt(orders.readLine()))));
    }

    /** What an application writes to use a map's keys as locks. */
    private record KeyLock(IMap<String, Object> map, String key) implements Lock {

        @Override
        public void lock() {
            map.lock(key);
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            tryLock(Long.MAX_VALUE, TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean tryLock() {
            return map.tryLock(key);
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            return map.tryLock(key, time, unit);
        }

        @Override
        public void unlock() {
            map.unlock(key);
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException();
        }
    }
}
