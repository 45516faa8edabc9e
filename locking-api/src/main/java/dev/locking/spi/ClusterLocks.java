package dev.locking.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks by name that hold across JVMs, from an engine that exists, such as the database. Losing one costs a conflict, never
 * data: the version check decides as ever. Thread-safe.
 */
public interface ClusterLocks {

    /**
     * Waits for a lock. Not re-entrant: whoever asks twice waits for itself. Within one JVM a lock is asked for by one thread
     * at a time.
     *
     * @param name of the lock, the same in every JVM, of any length
     * @param owner what others are told of who has it, such as {@code Wallets.deposit on host-7 (4711)}
     * @param timeout the longest wait; 0 or less takes what is free
     * @return the lock, or null if the time is up
     * @throws InterruptedException if interrupted before or while waiting; nothing is taken then
     * @throws RuntimeException if the engine cannot be asked
     */
    @Nullable
    ClusterLock acquire(String name, String owner, Duration timeout) throws InterruptedException;

    /**
     * Who has a lock right now, in whatever JVM.
     *
     * @param name of the lock
     * @return empty if nobody has it, or if the engine cannot tell
     */
    Optional<ClusterLockOwner> owner(String name);
}
