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

    /**
     * Two statements that are sent together are one transaction: the limits end with it, while the lock and the session's name
     * stay. So nobody who has been handed a lock has to tell the database before it can be used.
     */
    private static final String LOCK = "select set_config('lock_timeout', ?, true),"
            + " set_config('statement_timeout', '0', true), set_config('application_name', ?, false);"
            + " select pg_advisory_lock(?)";

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

    @Override
    public boolean lock(Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, Math.max(1, timeout.toMillis()) + "ms");
            select.setString(2, shortened(owner));
            select.setLong(3, LockKey.number(name));
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
    public @Nullable String sessionName(Connection connection) throws SQLException {
        return connection.getClientInfo(NAME_OF_SESSION);
    }

    @Override
    public void rename(Connection connection, @Nullable String name) throws SQLException {
        String shortened = name == null ? "" : shortened(name);
        if (!shortened.equals(sessionName(connection))) {
            connection.setClientInfo(NAME_OF_SESSION, shortened);
        }
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME_OF_SESSION));
    }
}
