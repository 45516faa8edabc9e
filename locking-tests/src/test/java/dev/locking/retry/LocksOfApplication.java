package dev.locking.retry;

import dev.locking.spi.ClusterLocks;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** The way to the application's locks until {@code ExclusiveGroups.clusterLocks(Function)} is there to be used instead. */
public final class LocksOfApplication {

    private LocksOfApplication() {}

    public static ClusterLocks clusterLocks(Function<String, ? extends Lock> locks) {
        return new ApplicationLocks(locks);
    }
}
