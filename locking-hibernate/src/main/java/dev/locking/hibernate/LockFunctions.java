package dev.locking.hibernate;

import dev.locking.spi.ClusterLockOwner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a database locks a name for one of its sessions, until that gives the lock back or ends. Connections commit by
 * themselves when they are passed, and do so again afterwards unless something is thrown. Thread-safe.
 */
interface LockFunctions {

    /** Whether a session can have several locks, and give each back without the others. */
    boolean areShared();

    /**
     * Called before a lock is asked for.
     *
     * @throws IllegalStateException if the database lacks what is needed; the message says what would be right
     */
    void require();

    /**
     * Takes a lock that is free, at once. The session must not have it, as it might get it again. Only where sessions have
     * several locks.
     */
    boolean tryLock(Connection connection, String name) throws SQLException;

    /**
     * Waits for a lock.
     *
     * @param owner what others are told of who has it; the session may be named so
     * @param cancellation knows each statement that may wait
     * @return false if the time is up
     */
    boolean lock(Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException;

    /** Returns whether the session had the lock. */
    boolean unlock(Connection connection, String name) throws SQLException;

    /** Which session has a lock, as far as the database can tell. */
    Optional<ClusterLockOwner> owner(Connection connection, String name) throws SQLException;

    /** What those who look at the database see a session named; asks the driver only. Null is no name. */
    default @Nullable String sessionName(Connection connection) throws SQLException {
        return null;
    }

    /** Names a session, unless it has that name already. Null is no name. */
    default void rename(Connection connection, @Nullable String name) throws SQLException {}
}
