package dev.locking.hibernate;

import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's advisory locks of sessions, which outlive transactions. They hold within one database. */
final class AdvisoryLocks implements LockFunctions {

    private static final String NAME_OF_SESSION = "ApplicationName";
    private static final int LONGEST_NAME_OF_SESSION = 63;

    /** A 64-bit key is shown in two halves; {@code state_change} is when the session was used last. */
    private static final String OWNER = "select a.application_name, a.pid, a.client_addr,"
            + " extract(epoch from clock_timestamp() - a.state_change) as age"
            + " from pg_locks l join pg_stat_activity a on a.pid = l.pid"
            + " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and (l.classid::bigint << 32 | l.objid::bigint) = ?";

    @Override
    public boolean areShared() {
        return true;
    }

    @Override
    public void require() {}

    @Override
    public boolean tryLock(Connection connection, String name) throws SQLException {
        return isTrue(connection, "select pg_try_advisory_lock(?)", name);
    }

    @Override
    public boolean unlock(Connection connection, String name) throws SQLException {
        return isTrue(connection, "select pg_advisory_unlock(?)", name);
    }

    private static boolean isTrue(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, LockKey.number(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** In a transaction, whose settings end with it, while the lock stays. */
    @Override
    public boolean lock(Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException {
        connection.setAutoCommit(false);
        limit(connection, timeout);
        boolean locked = isLocked(connection, name, cancellation);
        if (locked) {
            connection.commit();
        } else {
            connection.rollback();
        }
        connection.setAutoCommit(true);
        return locked;
    }

    private static void limit(Connection connection, Duration timeout) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "select set_config('lock_timeout', ?, true), set_config('statement_timeout', '0', true)")) {
            set.setString(1, Math.max(1, timeout.toMillis()) + "ms");
            set.execute();
        }
    }

    private static boolean isLocked(Connection connection, String name, Cancellation cancellation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select pg_advisory_lock(?)")) {
            select.setLong(1, LockKey.number(name));
            cancellation.begin(select);
            try {
                return select.execute();
            } finally {
                cancellation.end();
            }
        } catch (SQLException e) {
            if (FailureCodes.SHIPPED.classOf(DatabaseProduct.POSTGRESQL, e, Phase.BODY) == FailureClass.LOCK_TIMEOUT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<ClusterLockOwner> owner(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OWNER)) {
            select.setLong(1, LockKey.number(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(owner(row)) : Optional.empty();
            }
        }
    }

    private static ClusterLockOwner owner(ResultSet row) throws SQLException {
        String address = row.getString("client_addr");
        return new ClusterLockOwner(
                row.getString("application_name") + " (session " + row.getLong("pid")
                        + (address == null ? "" : " from " + address) + ")",
                Duration.ofMillis(Math.max(0, (long) (row.getDouble("age") * 1_000))));
    }

    @Override
    public @Nullable String rename(Connection connection, @Nullable String name) throws SQLException {
        String before = connection.getClientInfo(NAME_OF_SESSION);
        String shortened = name == null ? "" : name.substring(0, Math.min(name.length(), LONGEST_NAME_OF_SESSION));
        if (!shortened.equals(before)) {
            connection.setClientInfo(NAME_OF_SESSION, shortened);
        }
        return before;
    }
}
