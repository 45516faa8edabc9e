package dev.locking.hibernate;

import dev.locking.spi.ClusterLockOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The locks of {@code GET_LOCK}, of which a session can have several in MariaDB from 10.0.2 and in MySQL from 5.7. They hold
 * within a server, so the name of the schema is part of theirs.
 */
final class NamedLocks implements LockFunctions {

    /** 64 characters, the most that MySQL takes. */
    private static final String KEY = "sha2(concat_ws('/', database(), ?), 256)";

    private final DatabaseProduct database;

    NamedLocks(DatabaseProduct database) {
        this.database = database;
    }

    @Override
    public boolean areShared() {
        return true;
    }

    @Override
    public void require() {}

    @Override
    public boolean tryLock(Connection connection, String name) throws SQLException {
        return isOne(connection, "select get_lock(" + KEY + ", 0)", name);
    }

    @Override
    public boolean unlock(Connection connection, String name) throws SQLException {
        return isOne(connection, "select release_lock(" + KEY + ")", name);
    }

    private static boolean isOne(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, LockKey.text(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    @Override
    public boolean lock(Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select get_lock(" + KEY + ", " + seconds(timeout) + ")")) {
            select.setString(1, LockKey.text(name));
            cancellation.begin(select);
            try (ResultSet row = select.executeQuery()) {
                return isLocked(row);
            } finally {
                cancellation.end();
            }
        }
    }

    /** MySQL knows whole seconds only, and takes half of one for none. */
    private String seconds(Duration timeout) {
        long millis = Math.max(1, timeout.toMillis());
        return database == DatabaseProduct.MARIADB
                ? millis / 1_000 + ".%03d".formatted(millis % 1_000)
                : Long.toString((millis + 999) / 1_000);
    }

    private static boolean isLocked(ResultSet row) throws SQLException {
        row.next();
        int answer = row.getInt(1);
        if (row.wasNull()) {
            throw new SQLException("GET_LOCK answered NULL: it was killed, or the server has no memory for it");
        }
        return answer == 1;
    }

    @Override
    public Optional<ClusterLockOwner> owner(Connection connection, String name) throws SQLException {
        String age = database == DatabaseProduct.MARIADB ? "time_ms" : "time * 1000";
        try (PreparedStatement select = connection.prepareStatement("select id, user, host, " + age
                + " as age from information_schema.processlist where id = is_used_lock(" + KEY + ")")) {
            select.setString(1, LockKey.text(name));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(owner(row)) : Optional.empty();
            }
        }
    }

    private static ClusterLockOwner owner(ResultSet row) throws SQLException {
        String host = row.getString("host");
        return new ClusterLockOwner(
                row.getString("user") + " (session " + row.getLong("id") + (host.isEmpty() ? "" : " from " + host)
                        + ")",
                Duration.ofMillis(Math.max(0, (long) row.getDouble("age"))));
    }
}
