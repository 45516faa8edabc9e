package dev.locking.retry;

import dev.locking.spi.ClusterLocks;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** The application's locks by themselves, without an engine that all tests of a JVM would share. */
public final class LocksOfApplication {

    private LocksOfApplication() {}

    public static ClusterLocks clusterLocks(Function<String, ? extends Lock> locks) {
        return new ApplicationLocks(locks);
    }
}
