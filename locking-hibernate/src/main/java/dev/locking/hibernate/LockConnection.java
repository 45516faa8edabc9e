package dev.locking.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A connection of the pool that commits by itself while it is here, and goes back as it came, or not at all. */
final class LockConnection {

    private static final Logger LOG = Logger.getLogger(DatabaseLocks.class);

    private final JdbcConnectionAccess pool;
    private final LockFunctions functions;
    private final Connection jdbc;

    private boolean autoCommit;
    private @Nullable String sessionName;
    private @Nullable Integer networkTimeout;

    private LockConnection(JdbcConnectionAccess pool, LockFunctions functions, Connection jdbc) {
        this.pool = pool;
        this.functions = functions;
        this.jdbc = jdbc;
    }

    static LockConnection take(JdbcConnectionAccess pool, LockFunctions functions) throws SQLException {
        LockConnection connection = new LockConnection(pool, functions, pool.obtainConnection());
        try {
            connection.prepare();
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.discard();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        autoCommit = jdbc.getAutoCommit();
        jdbc.setAutoCommit(true);
        sessionName = functions.sessionName(jdbc);
    }

    Connection jdbc() {
        return jdbc;
    }

    /** Lets a statement wait that long, however soon the application's statements are given up. */
    void expectSilence(Duration longest) throws SQLException {
        try {
            int before = jdbc.getNetworkTimeout();
            jdbc.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
            networkTimeout = before;
        } catch (SQLFeatureNotSupportedException e) {
            LOG.debug("The driver knows no network timeout", e);
        }
    }

    /** There must be no lock on it. */
    void giveBack() {
        try {
            functions.rename(jdbc, sessionName);
            jdbc.setAutoCommit(autoCommit);
            if (networkTimeout != null) {
                jdbc.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A connection cannot go back as it came", e);
            discard();
            return;
        }
        release();
    }

    /** Closes it physically, so that what it had locked is free. */
    void discard() {
        try {
            jdbc.abort(Runnable::run);
            closeWhatIsInside();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A connection could not be aborted", e);
        }
        letThePoolNotice();
        release();
    }

    /** H2 takes no notice of {@code abort}. */
    @SuppressWarnings("resource")
    private void closeWhatIsInside() throws SQLException {
        jdbc.unwrap(Connection.class).close();
    }

    /** A pool looks at the errors of its connections; this is one. */
    private void letThePoolNotice() {
        try {
            jdbc.setAutoCommit(!jdbc.getAutoCommit());
        } catch (SQLException | RuntimeException e) {
            LOG.trace("An aborted connection fails", e);
        }
    }

    private void release() {
        try {
            pool.releaseConnection(jdbc);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A connection could not be given back to its pool", e);
        }
    }
}
