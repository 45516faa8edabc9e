package dev.locking.tests.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** A member of a Hazelcast cluster of this machine. */
record HazelcastMember(HazelcastInstance instance) {

    static HazelcastMember first() {
        return new HazelcastMember(newInstance(0));
    }

    /** @param port of the first one */
    static HazelcastMember joining(int port) {
        return new HazelcastMember(newInstance(port));
    }

    private static HazelcastInstance newInstance(int port) {
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

    int port() {
        return instance.getCluster().getLocalMember().getAddress().getPort();
    }

    Function<String, Lock> locks() {
        IMap<String, Object> map = map();
        return name -> new KeyLock(map, name);
    }

    /** Takes a lock away from whoever has it. */
    void forceUnlock(String name) {
        map().forceUnlock(name);
    }

    private IMap<String, Object> map() {
        return instance.getMap("locking");
    }

    void stop() {
        instance.shutdown();
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
