package dev.locking.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The PostgreSQL that Maven brings. */
final class PostgreSqlServer implements Server {

    private final EmbeddedPostgres postgres;

    private PostgreSqlServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static PostgreSqlServer start() throws IOException {
        return new PostgreSqlServer(EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start());
    }

    @Override
    public Database database() {
        return Database.POSTGRESQL;
    }

    @Override
    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String facts() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            return "PostgreSQL " + show(statement, "server_version") + ", fsync " + show(statement, "fsync")
                    + ", synchronous_commit " + show(statement, "synchronous_commit");
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void vacuum() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum wallet");
        }
    }

    private Connection connection() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
