package dev.locking.hibernate;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.ClusterLocks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Locks from the database of a {@code SessionFactory}. A lock that is free is taken on the one connection that this JVM's
 * locks share; who has to wait does so on a connection of its own.
 */
final class DatabaseLocks implements ClusterLocks {

    /** Longer than anybody waits, and shorter than what databases can be told. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    /**
     * Who waits for a connection to wait on asks the shared one that often whether the lock has become free. Otherwise
     * threads that have a lock, and a connection with it, could wait for each other's connections while nobody has the locks.
     */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final SessionFactoryImplementor factory;
    private final LockFunctions functions;
    private final SharedConnection shared;
    private final WaitingConnections waiting;

    /** By name, what this JVM has. */
    private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();

    DatabaseLocks(SessionFactoryImplementor factory, LockFunctions functions, int mostWaiting) {
        JdbcConnectionAccess pool = factory.getJdbcServices().getBootstrapJdbcConnectionAccess();
        this.factory = factory;
        this.functions = functions;
        this.shared = new SharedConnection(pool, functions);
        this.waiting = new WaitingConnections(pool, functions, mostWaiting);
    }

    static DatabaseLocks of(SessionFactoryImplementor factory, DatabaseProduct database, GroupSettings settings) {
        return new DatabaseLocks(factory, functions(factory, database, settings), settings.connections());
    }

    private static LockFunctions functions(
            SessionFactoryImplementor factory, DatabaseProduct database, GroupSettings settings) {
        return switch (database) {
            case POSTGRESQL -> new AdvisoryLocks();
            case MARIADB, MYSQL -> new NamedLocks(database);
            default -> new LockRows(factory, database, settings);
        };
    }

    /** Given back once, however often it is asked for. */
    private final class Held implements ClusterLock {

        private final String name;
        private final String owner;
        private final ClusterLock lock;
        private final long since = System.nanoTime();
        private final AtomicBoolean isReleased = new AtomicBoolean();

        Held(String name, String owner, ClusterLock lock) {
            this.name = name;
            this.owner = owner;
            this.lock = lock;
        }

        @Override
        public boolean isBoundToThread() {
            return lock.isBoundToThread();
        }

        @Override
        public void release() {
            if (isReleased.compareAndSet(false, true)) {
                held.remove(name, this);
                lock.release();
            }
        }

        ClusterLockOwner owner() {
            return new ClusterLockOwner(owner, Duration.ofNanos(System.nanoTime() - since));
        }
    }

    @Override
    public @Nullable ClusterLock acquire(String name, String owner, Duration timeout) throws InterruptedException {
        throwIfInterrupted();
        functions.require();
        try {
            ClusterLock lock = take(name, owner, Deadline.in(bounded(timeout)));
            return lock == null ? null : hold(new Held(name, owner, lock));
        } catch (SQLException e) {
            throwIfInterrupted();
            throw failure(e, name);
        }
    }

    /** Some pools say so by an {@link SQLException}, and set the flag again. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static Duration bounded(Duration timeout) {
        if (timeout.isNegative()) {
            return Duration.ZERO;
        }
        return timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
    }

    private Held hold(Held lock) {
        held.put(lock.name, lock);
        return lock;
    }

    private @Nullable ClusterLock take(String name, String owner, Deadline deadline)
            throws SQLException, InterruptedException {
        do {
            ClusterLock lock = functions.areShared() ? shared.tryLock(name) : null;
            if (lock != null) {
                return lock;
            }
            if (mayWait(deadline) && waiting.enter(deadline.remaining(BETWEEN_ATTEMPTS))) {
                return waiting.lock(name, owner, deadline.remaining());
            }
        } while (!deadline.isOver());
        return null;
    }

    /** Where there is no shared connection, another one is needed even for a lock that is free. */
    private boolean mayWait(Deadline deadline) {
        return !deadline.isOver() || !functions.areShared();
    }

    @Override
    public Optional<ClusterLockOwner> owner(String name) {
        Held here = held.get(name);
        if (here != null) {
            return Optional.of(here.owner());
        }
        functions.require();
        try {
            return shared.owner(name);
        } catch (SQLException e) {
            throw failure(e, name);
        }
    }

    private RuntimeException failure(SQLException e, String name) {
        return factory.getJdbcServices()
                .getSqlExceptionHelper()
                .convert(e, "The database could not be asked for the lock " + name);
    }
}
