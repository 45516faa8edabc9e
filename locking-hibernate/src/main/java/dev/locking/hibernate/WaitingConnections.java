package dev.locking.hibernate;

import dev.locking.spi.ClusterLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait inside the database for a lock each, and keep it until it is released: so many at most, and who
 * finds none free waits for one, first come, first served. Thread-safe.
 */
final class WaitingConnections {

    private final JdbcConnectionAccess pool;
    private final LockFunctions functions;
    private final Semaphore free;

    WaitingConnections(JdbcConnectionAccess pool, LockFunctions functions, int most) {
        this.pool = pool;
        this.functions = functions;
        this.free = new Semaphore(most, true);
    }

    private final class OwnLock implements ClusterLock {

        private final String name;
        private final LockConnection connection;

        OwnLock(String name, LockConnection connection) {
            this.name = name;
            this.connection = connection;
        }

        @Override
        public boolean isBoundToThread() {
            return false;
        }

        @Override
        public void release() {
            try {
                if (!functions.unlock(connection.jdbc(), name)) {
                    LostLocks.takenAway(name);
                }
                connection.giveBack();
            } catch (SQLException | RuntimeException e) {
                LostLocks.connectionBroke(List.of(name), e);
                connection.discard();
            } finally {
                free.release();
            }
        }
    }

    /** Waits until a connection may be used; that is over with {@link #lock}. */
    boolean enter(Duration timeout) throws InterruptedException {
        return free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Called after {@link #enter}. Null if the time is up. */
    @Nullable
    ClusterLock lock(String name, String owner, Duration timeout) throws InterruptedException, SQLException {
        return InterruptibleWait.run(cancellation -> lockOrLeave(name, owner, timeout, cancellation), timeout);
    }

    private @Nullable ClusterLock lockOrLeave(String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException {
        ClusterLock lock = null;
        try {
            lock = lockOnNewConnection(name, owner, timeout, cancellation);
            return lock;
        } finally {
            if (lock == null) {
                free.release();
            }
        }
    }

    private @Nullable ClusterLock lockOnNewConnection(
            String name, String owner, Duration timeout, Cancellation cancellation) throws SQLException {
        LockConnection connection = LockConnection.take(pool, functions);
        try {
            connection.expectSilence(timeout.plus(InterruptibleWait.TOLERANCE.multipliedBy(2)));
            boolean locked = functions.lock(connection.jdbc(), name, owner, timeout, cancellation);
            if (locked && !cancellation.isRequested()) {
                return new OwnLock(name, connection);
            }
            giveBackWithout(locked, name, connection, cancellation);
            return null;
        } catch (SQLException | RuntimeException e) {
            connection.discard();
            throw e;
        }
    }

    /** A statement that was cancelled may be followed by the cancellation, which must not meet one of the application's. */
    private void giveBackWithout(boolean locked, String name, LockConnection connection, Cancellation cancellation)
            throws SQLException {
        if (locked) {
            functions.unlock(connection.jdbc(), name);
        }
        if (cancellation.isRequested()) {
            connection.discard();
        } else {
            connection.giveBack();
        }
    }
}
