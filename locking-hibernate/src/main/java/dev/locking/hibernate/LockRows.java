package dev.locking.hibernate;

import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.Phase;
import jakarta.persistence.Timeout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jboss.logging.Logger;

/**
 * For databases without lock functions: a row per name, locked by a transaction that stays open. So every lock has a
 * connection of its own. Who has it is in another row, which can be written and read meanwhile.
 */
final class LockRows implements LockFunctions {

    private static final Logger LOG = Logger.getLogger(DatabaseLocks.class);

    private static final OwnTable.Model TABLE =
            new OwnTable.Model("group", GroupSettings.DEFAULT_TABLE, "lock_key, owner, since", GroupSettings.CREATE);

    private static final int LONGEST_OWNER = 200;

    /** H2 does not cancel a statement that waits for a row, so an interrupt is noticed in between. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(1);

    private final SessionFactoryImplementor factory;
    private final DatabaseProduct database;
    private final String table;
    private final OwnTable ownTable;

    LockRows(SessionFactoryImplementor factory, DatabaseProduct database, GroupSettings settings) {
        this.factory = factory;
        this.database = database;
        this.table = settings.table();
        this.ownTable = new OwnTable(factory, database, TABLE, table, settings.create());
    }

    @Override
    public boolean areShared() {
        return false;
    }

    @Override
    public void require() {
        if (forUpdate(LONGEST_STATEMENT).isBlank() && database != DatabaseProduct.SQL_SERVER) {
            throw new IllegalStateException("Exclusive groups of the cluster lock rows on this database, and "
                    + factory.getJdbcServices().getDialect().getClass().getSimpleName()
                    + " knows no select for update. Supply locks of your own: ExclusiveGroups.clusterLocks(...).");
        }
        ownTable.require("Exclusive groups of the cluster lock rows on this database");
    }

    @Override
    public boolean tryLock(Connection connection, String name) {
        throw new UnsupportedOperationException("a transaction gives back all its locks at once");
    }

    @Override
    public boolean lock(Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException {
        connection.setAutoCommit(false);
        Deadline deadline = Deadline.in(timeout);
        boolean locked;
        do {
            locked = isLocked(connection, key(name), deadline.remaining(LONGEST_STATEMENT), cancellation);
        } while (!locked && !deadline.isOver());
        if (locked) {
            tell(name, owner);
        } else {
            connection.setAutoCommit(true);
        }
        return locked;
    }

    private boolean isLocked(Connection connection, String key, Duration longest, Cancellation cancellation)
            throws SQLException {
        try {
            if (lock(connection, key, longest, cancellation)) {
                return true;
            }
            insert(connection, key);
            return lock(connection, key, longest, cancellation);
        } catch (SQLException e) {
            connection.rollback();
            if (isBusy(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Returns false if there is no such row. */
    private boolean lock(Connection connection, String key, Duration longest, Cancellation cancellation)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(selectForUpdate(longest))) {
            select.setString(1, key);
            select.setQueryTimeout(wholeSeconds(longest));
            cancellation.begin(select);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            } finally {
                cancellation.end();
            }
        }
    }

    private String selectForUpdate(Duration longest) {
        String from = database == DatabaseProduct.SQL_SERVER ? table + " with (updlock, rowlock)" : table;
        return "select lock_key from " + from + " where lock_key = ?" + forUpdate(longest);
    }

    private String forUpdate(Duration longest) {
        if (database == DatabaseProduct.H2) {
            long millis = longest.toMillis();
            return " for update wait " + millis / 1_000 + ".%03d".formatted(millis % 1_000);
        }
        Dialect dialect = factory.getJdbcServices().getDialect();
        return dialect.getWriteLockString(
                longest.isZero() ? Timeout.milliseconds(0) : Timeout.seconds(wholeSeconds(longest)));
    }

    /** For those who know no parts of one, and take 0 for ever. */
    private static int wholeSeconds(Duration time) {
        return (int) Math.max(1, time.plusMillis(999).toSeconds());
    }

    private boolean isBusy(SQLException e) {
        FailureClass failure = classOf(e);
        return failure == FailureClass.LOCK_TIMEOUT || failure == FailureClass.CANCELLED;
    }

    private FailureClass classOf(SQLException e) {
        return FailureCodes.SHIPPED.classOf(database, e, Phase.BODY);
    }

    /** Somebody else may have done so. */
    private void insert(Connection connection, String key) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + table + " (lock_key, since) values (?, ?)")) {
            insert.setString(1, key);
            insert.setLong(2, System.currentTimeMillis());
            insert.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (classOf(e) != FailureClass.UNIQUE_CONFLICT) {
                throw e;
            }
        }
    }

    private void tell(String name, String owner) {
        try {
            LockConnection connection =
                    LockConnection.take(factory.getJdbcServices().getBootstrapJdbcConnectionAccess(), this);
            try {
                tell(connection.jdbc(), ownerKey(name), owner);
            } finally {
                connection.giveBack();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "Who has the lock %s cannot be told to others", name);
        }
    }

    private void tell(Connection connection, String key, String owner) throws SQLException {
        if (!isTold("update " + table + " set owner = ?, since = ? where lock_key = ?", connection, key, owner)) {
            isTold("insert into " + table + " (owner, since, lock_key) values (?, ?, ?)", connection, key, owner);
        }
    }

    private static boolean isTold(String sql, Connection connection, String key, String owner) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, owner.substring(0, Math.min(owner.length(), LONGEST_OWNER)));
            write.setLong(2, System.currentTimeMillis());
            write.setString(3, key);
            return write.executeUpdate() == 1;
        }
    }

    @Override
    public boolean unlock(Connection connection, String name) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        return true;
    }

    /** What the row says holds only while the other one is locked. */
    @Override
    public Optional<ClusterLockOwner> owner(Connection connection, String name) throws SQLException {
        return isFree(connection, key(name)) ? Optional.empty() : told(connection, ownerKey(name));
    }

    private boolean isFree(Connection connection, String key) throws SQLException {
        connection.setAutoCommit(false);
        boolean free = true;
        try {
            lock(connection, key, Duration.ZERO, new Cancellation());
        } catch (SQLException e) {
            if (!isBusy(e)) {
                throw e;
            }
            free = false;
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return free;
    }

    private Optional<ClusterLockOwner> told(Connection connection, String key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select owner, since from " + table + " where lock_key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new ClusterLockOwner(row.getString("owner"), since(row.getLong("since"))))
                        : Optional.empty();
            }
        }
    }

    private static Duration since(long millis) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - millis));
    }

    private static String key(String name) {
        return LockKey.text(name);
    }

    private static String ownerKey(String name) {
        return LockKey.text("owner of\0" + name);
    }
}
