package dev.locking.hibernate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jboss.logging.Logger;

/**
 * Removes rows of the ledger that nobody will ask for any more: after one commit in {@value #ONE_IN}, at most
 * {@value #MOST_ROWS} rows, on a thread of its own that ends when there is nothing to do, and for all ledgers of the
 * process one after the other. What fails is tried again another time. Thread-safe.
 */
final class LedgerCleanUp {

    static final int ONE_IN = 1_000;
    static final int MOST_ROWS = 1_000;

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private static final int TIMEOUT_SECONDS = 5;

    /** One thread; a turn that comes while it works is left out. */
    private static final ExecutorService THREAD = new ThreadPoolExecutor(
            0,
            1,
            TIMEOUT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            LedgerCleanUp::daemon,
            new ThreadPoolExecutor.DiscardPolicy());

    private final SessionFactoryImplementor factory;
    private final LedgerSettings settings;
    private final Clock clock;

    LedgerCleanUp(SessionFactoryImplementor factory, LedgerSettings settings, Clock clock) {
        this.factory = factory;
        this.settings = settings;
        this.clock = clock;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "locking-ledger-clean-up");
        thread.setDaemon(true);
        return thread;
    }

    void nowAndThen() {
        if (ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
            THREAD.execute(this::removeQuietly);
        }
    }

    private void removeQuietly() {
        try {
            removeExpired();
        } catch (RuntimeException e) {
            LOG.debug("Old rows of the ledger could not be removed", e);
        }
    }

    /**
     * Reads keys first and deletes by key, so that no more rows are locked than are removed, on any database. A key that
     * was removed and used again meanwhile is no longer too old.
     */
    int removeExpired() {
        return factory.fromStatelessTransaction(session -> session.doReturningWork(this::removeExpired));
    }

    private int removeExpired(Connection connection) throws SQLException {
        long now = clock.millis();
        List<String> keys = expired(connection, now);
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from " + settings.table() + " where op_key = ? and expires_at < ?")) {
            delete.setQueryTimeout(TIMEOUT_SECONDS);
            for (String key : keys) {
                delete.setString(1, key);
                delete.setLong(2, now);
                delete.addBatch();
            }
            if (!keys.isEmpty()) {
                delete.executeBatch();
            }
        }
        return keys.size();
    }

    /** The oldest, but in the order of keys, so that two processes cannot deadlock. */
    private List<String> expired(Connection connection, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select op_key from " + settings.table() + " where expires_at < ? order by expires_at")) {
            select.setQueryTimeout(TIMEOUT_SECONDS);
            select.setMaxRows(MOST_ROWS);
            select.setLong(1, now);
            List<String> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
            keys.sort(Comparator.naturalOrder());
            return keys;
        }
    }
}
