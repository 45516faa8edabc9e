package dev.locking.tests.databases;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * An empty database for tests, or the reason why there is none.
 *
 * <p>Of a database that is not available only {@link #name} and {@link #unavailableBecause} can be used: everything else
 * does what {@link #assumeAvailable} does. So a test without its database is skipped, and cannot pass.
 *
 * <p>Threads may share it.
 */
public interface Database {

    /** The product, its version and how it runs, as in {@code PostgreSQL 18.6 (embedded)}. */
    String name();

    /** Connections give up after 30 s without an answer; waiting for a lock ends after 20 s, by the database's word. */
    String jdbcUrl();

    String user();

    String password();

    /**
     * Makes another database on the same server, empty and with a name of its own. It lives until the JVM ends, as the
     * server does.
     */
    Database freshSchema();

    /** Empty if the database runs. */
    default Optional<String> unavailableBecause() {
        return Optional.empty();
    }

    /**
     * Does nothing if the database runs; else skips the calling test with the reason, or fails it where all databases
     * are required: with {@code LOCKING_TEST_REQUIRE_ALL=true} or {@code LOCKING_TEST_DOCKER=always}.
     *
     * @throws org.opentest4j.TestAbortedException if the test is to be skipped
     * @throws AssertionError if the test is to fail
     */
    default void assumeAvailable() {}

    /** Where Hibernate finds the database. Creating tables is not among the settings. */
    default Map<String, Object> hibernateSettings() {
        return Map.of(
                "jakarta.persistence.jdbc.url", jdbcUrl(),
                "jakarta.persistence.jdbc.user", user(),
                "jakarta.persistence.jdbc.password", password());
    }

    /** Opens a connection that nobody else uses; the caller closes it. */
    default Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }
}
