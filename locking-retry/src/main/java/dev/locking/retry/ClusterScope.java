package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Operation;
import dev.locking.retry.Groups.GroupLock;
import dev.locking.retry.KeyedLocks.Beyond;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.ClusterLocks;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups whose scope is the cluster, and where they take their locks: those that the application supplied, else those of the
 * database. Thread-safe.
 */
final class ClusterScope {

    /** Engines count whole milliseconds, and nobody is to be told of an end of time before it has come. */
    private static final Duration ROUNDED_UP = Duration.ofMillis(2);

    private final BoundaryProvider boundaries;
    private volatile @Nullable ClusterLocks ofApplication;

    /** By group, an operation that took such a lock; as many as the application has groups. */
    private final ConcurrentMap<String, Operation> operations = new ConcurrentHashMap<>();

    ClusterScope(BoundaryProvider boundaries) {
        this.boundaries = boundaries;
    }

    /** For those who ask who has a lock; when it is first needed, since it takes a while. */
    private static final class ThisJvm {

        static final String NAME = ManagementFactory.getRuntimeMXBean().getName();
    }

    void supply(Function<String, ? extends Lock> locks) {
        ofApplication = new ApplicationLocks(locks);
    }

    Beyond locks(Operation operation) {
        ClusterLocks locks = of(operation);
        operations.putIfAbsent(requireNonNull(operation.group()).name(), operation);
        String owner = operation.name() + " on " + ThisJvm.NAME;
        return (key, nanos) -> locks.acquire(name((GroupLock) key), owner, patience(nanos));
    }

    private static Duration patience(long nanos) {
        return nanos <= 0 ? Duration.ZERO : Duration.ofNanos(nanos).plus(ROUNDED_UP);
    }

    /** Empty for a group that took no such lock in this JVM yet. */
    Optional<ClusterLockOwner> owner(GroupLock lock) {
        Operation operation = operations.get(lock.group());
        return operation == null ? Optional.empty() : owner(lock, operation);
    }

    Optional<ClusterLockOwner> owner(GroupLock lock, Operation operation) {
        return of(operation).owner(name(lock));
    }

    private ClusterLocks of(Operation operation) {
        ClusterLocks supplied = ofApplication;
        return supplied != null ? supplied : boundaries.clusterLocks(operation);
    }

    /** No two locks have the same: the first slash ends the group. */
    private static String name(GroupLock lock) {
        return lock.group().replace("%", "%25").replace("/", "%2F") + "/" + lock.key();
    }
}
