package dev.locking.retry;

import dev.locking.spi.ClusterLocks;
import java.lang.reflect.Field;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** The application's locks: by themselves, and how an engine gets rid of them. */
public final class LocksOfApplication {

    private LocksOfApplication() {}

    public static ClusterLocks clusterLocks(Function<String, ? extends Lock> locks) {
        return new ApplicationLocks(locks);
    }

    /** Takes back what {@link ExclusiveGroups#clusterLocks} supplied to the engine that all tests of a JVM share. */
    public static void forget() {
        try {
            Field ofApplication = ClusterScope.class.getDeclaredField("ofApplication");
            ofApplication.setAccessible(true);
            ofApplication.set(RetryEngine.standard().clusterScope(), null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
