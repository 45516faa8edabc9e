package dev.locking.hibernate;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that has all locks of this JVM that were free when they were asked for. It is taken from the pool for
 * the first, and goes back with the last: nothing is kept for later, to be lost or missed meanwhile, and it costs nothing on
 * MariaDB and, on PostgreSQL, two statements that name the session once it has a lock. Nobody waits here for one. Thread-safe.
 */
final class SharedConnection {

    /** Process and host; several owners share the session, so it cannot be named after one. */
    private static final String THIS_JVM =
            "locking " + ManagementFactory.getRuntimeMXBean().getName();

    private static final int VALID_WITHIN_SECONDS = 5;

    private final JdbcConnectionAccess pool;
    private final LockFunctions functions;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** By name, what the connection has; empty if there is none. */
    private final Map<String, SharedLock> locks = new HashMap<>();

    private @Nullable LockConnection connection;

    SharedConnection(JdbcConnectionAccess pool, LockFunctions functions) {
        this.pool = pool;
        this.functions = functions;
    }

    private final class SharedLock implements ClusterLock {

        private final String name;

        SharedLock(String name) {
            this.name = name;
        }

        @Override
        public boolean isBoundToThread() {
            return false;
        }

        @Override
        public void release() {
            SharedConnection.this.release(this);
        }
    }

    /** Takes a lock that is free; null if somebody has it, in whatever JVM. */
    @Nullable
    ClusterLock tryLock(String name) throws SQLException, InterruptedException {
        turn.lockInterruptibly();
        try {
            if (locks.containsKey(name) || !isFree(name)) {
                return null;
            }
            SharedLock lock = new SharedLock(name);
            locks.put(name, lock);
            return lock;
        } finally {
            endTurn();
        }
    }

    /** If the connection broke since it was used last, asks again on another one. */
    private boolean isFree(String name) throws SQLException {
        boolean wasUsed = connection != null;
        Connection jdbc = jdbc();
        try {
            boolean free = functions.tryLock(jdbc, name);
            if (free) {
                functions.rename(jdbc, THIS_JVM);
            }
            return free;
        } catch (SQLException e) {
            makeSureThatFree(name, e);
            if (wasUsed && connection == null) {
                return isFree(name);
            }
            throw e;
        }
    }

    /** Nobody knows what a statement that failed has locked. */
    private void makeSureThatFree(String name, SQLException failure) {
        try {
            functions.unlock(jdbc(), name);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            lose(failure);
        }
    }

    private void release(SharedLock lock) {
        turn.lock();
        try {
            if (locks.get(lock.name) == lock) {
                unlock(lock.name);
            }
        } finally {
            endTurn();
        }
    }

    private void unlock(String name) {
        try {
            if (!functions.unlock(jdbc(), name)) {
                LostLocks.takenAway(name);
            }
            locks.remove(name);
        } catch (SQLException | RuntimeException e) {
            lose(e);
        }
    }

    /** Which session has a lock, by the database's word. */
    Optional<ClusterLockOwner> owner(String name) throws SQLException {
        turn.lock();
        try {
            return functions.owner(jdbc(), name);
        } catch (SQLException e) {
            loseIfBroken(e);
            throw e;
        } finally {
            endTurn();
        }
    }

    private void loseIfBroken(SQLException failure) throws SQLException {
        if (connection != null && !connection.jdbc().isValid(VALID_WITHIN_SECONDS)) {
            lose(failure);
        }
    }

    private Connection jdbc() throws SQLException {
        LockConnection usable = connection;
        if (usable == null) {
            usable = LockConnection.take(pool, functions);
            connection = usable;
        }
        return usable.jdbc();
    }

    private void lose(Exception why) {
        LostLocks.connectionBroke(locks.keySet(), why);
        locks.clear();
        if (connection != null) {
            connection.discard();
            connection = null;
        }
    }

    private void endTurn() {
        if (locks.isEmpty() && connection != null) {
            connection.giveBack();
            connection = null;
        }
        turn.unlock();
    }
}
