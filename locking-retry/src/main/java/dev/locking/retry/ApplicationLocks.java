package dev.locking.retry;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.ClusterLocks;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Locks that the application supplies, such as those of Redisson or Spring Integration. They may be re-entrant, since a thread
 * that has one is not asked to take it again. Who has them they do not tell.
 */
final class ApplicationLocks implements ClusterLocks {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final Function<String, ? extends Lock> locks;

    ApplicationLocks(Function<String, ? extends Lock> locks) {
        this.locks = locks;
    }

    private record Held(String name, Lock lock) implements ClusterLock {

        @Override
        public boolean isBoundToThread() {
            return true;
        }

        @Override
        public void release() {
            try {
                lock.unlock();
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "The lock %s of an exclusive group was lost before it was given back. Others may have been in their"
                                + " turn too; that costs conflicts, and no update.",
                        name);
            }
        }
    }

    @Override
    public @Nullable ClusterLock acquire(String name, String owner, Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Lock lock = Objects.requireNonNull(
                locks.apply(name),
                () -> "The application's function gave no lock for " + name + ". Return one for each name.");
        return lock.tryLock(millis(timeout), TimeUnit.MILLISECONDS) ? new Held(name, lock) : null;
    }

    /** Rounded up. Redisson's fair lock (4.7) takes the number for milliseconds, whatever the unit. */
    private static long millis(Duration timeout) {
        return timeout.isNegative() ? 0 : timeout.plusNanos(999_999).toMillis();
    }

    @Override
    public Optional<ClusterLockOwner> owner(String name) {
        return Optional.empty();
    }
}
