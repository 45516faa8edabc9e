package dev.locking.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The MariaDB that is installed on this machine, with data of our own; whatever else runs there is left alone. */
final class MariaDbServer implements Server {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MariaDbProcess process;

    private MariaDbServer(MariaDbProcess process) {
        this.process = process;
    }

    /**
     * Returns when it answers.
     *
     * @throws IOException if there is none on this machine, or it does not start; the message says what would be right
     */
    static MariaDbServer start() throws IOException {
        MariaDbProcess process = MariaDbProcess.start();
        try {
            MariaDbServer server = new MariaDbServer(process);
            server.createDatabase();
            return server;
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Nothing but an answer tells that it has started. */
    private void createDatabase() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try (Connection connection = DriverManager.getConnection(urlOf(""));
                    Statement statement = connection.createStatement()) {
                statement.execute("create database lab");
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new IOException("MariaDB does not start. It says: " + process.said(), e);
                }
                process.waitForAMoment();
            }
        }
    }

    @Override
    public Database database() {
        return Database.MARIADB;
    }

    @Override
    public String url() {
        return urlOf("lab");
    }

    private String urlOf(String database) {
        return "jdbc:mariadb://127.0.0.1:" + process.port() + "/" + database + "?user=root";
    }

    @Override
    public String facts() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select substring_index(version(), '-', 1),"
                        + " @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite, @@log_bin")) {
            row.next();
            return "MariaDB " + row.getString(1) + ", innodb_flush_log_at_trx_commit " + row.getString(2)
                    + ", innodb_doublewrite " + row.getString(3) + ", log_bin " + row.getString(4);
        }
    }

    /** It purges them by itself, in the background: this waits until nothing is left to purge. */
    @Override
    public void vacuum() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("set global innodb_max_purge_lag_wait = 0");
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
