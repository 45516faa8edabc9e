package dev.locking.tests.databases;

import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A database that could not be started.
 *
 * @param required whether tests that need it fail; else they are skipped
 */
record UnavailableDatabase(String name, Throwable cause, boolean required) implements Database {

    @Override
    public Optional<String> unavailableBecause() {
        return Optional.of(reason());
    }

    @Override
    public void assumeAvailable() {
        throw unavailable();
    }

    @Override
    public String jdbcUrl() {
        throw unavailable();
    }

    @Override
    public String user() {
        throw unavailable();
    }

    @Override
    public String password() {
        throw unavailable();
    }

    @Override
    public Database freshSchema() {
        throw unavailable();
    }

    @Override
    public String toString() {
        return name;
    }

    private TestAbortedException unavailable() {
        String message = name + " is not available: " + reason();
        if (required) {
            throw new AssertionFailedError(message, cause);
        }
        return new TestAbortedException(message, cause);
    }

    private String reason() {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
