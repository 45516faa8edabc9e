package dev.locking.tests.proof;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own, which keeps what it has confirmed, and which can be killed and started again with the same data
 * at the same port.
 */
final class PostgresServer implements AutoCloseable {

    /** How a process is ended. */
    enum Signal {

        /** PostgreSQL's immediate shutdown: no checkpoint, recovery at the next start. */
        QUIT,
        KILL
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private EmbeddedPostgres postgres;
    private int databases;

    PostgresServer() throws IOException {
        data = Files.createTempDirectory("locking-proof-postgres");
        postgres = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("restart_after_crash", "on");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    /** A pool for a new, empty database of this server. */
    HikariConfig newDatabase(String parameters) throws SQLException {
        String name = "proof_" + ++databases;
        asAdministrator("create database " + name);
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name
                + "?connectTimeout=5&options=-c%20lock_timeout=20s&" + parameters;
        HikariConfig config = World.pool(url, "postgres", "postgres", "PostgreSQL");
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(2));
        return config;
    }

    void asAdministrator(String... statements) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The processes of the sessions that meet the condition on {@code pg_stat_activity}. */
    List<Long> backends(String condition) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select pid from pg_stat_activity where datname like 'proof%' and " + condition)) {
            List<Long> pids = new ArrayList<>();
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
            return pids;
        }
    }

    String show(String setting) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection administrator() throws SQLException {
        String url =
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?connectTimeout=5&socketTimeout=30";
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    /** Ends the server as nobody should, and starts it again. */
    void restart(Signal signal) throws IOException, InterruptedException {
        int port = postgres.getPort();
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        List<ProcessHandle> backends = ProcessHandle.of(postmaster)
                .map(ProcessHandle::descendants)
                .orElse(Stream.empty())
                .toList();
        send(signal, postmaster);
        awaitEnd(postmaster);
        endOrphans(backends);
        closeQuietly();
        postgres = start(port);
    }

    /** A backend that outlives its postmaster holds the data directory, and a start that fails on it cannot be repeated. */
    private static void endOrphans(List<ProcessHandle> backends) {
        backends.forEach(ProcessHandle::destroyForcibly);
        backends.forEach(backend -> awaitEnd(backend.pid()));
    }

    static void send(Signal signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(process -> process.onExit()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join());
    }

    /** Waits until a condition holds that the server answers, being there or not. */
    static void await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (SQLException notThereYet) {
            return false;
        }
    }

    @FunctionalInterface
    interface Condition {

        boolean holds() throws SQLException;
    }

    private void closeQuietly() {
        try {
            postgres.close();
        } catch (IOException | RuntimeException alreadyDead) {
            // It is: that was the point.
        }
    }

    @Override
    public void close() {
        closeQuietly();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
