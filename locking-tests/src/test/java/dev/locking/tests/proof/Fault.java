package dev.locking.tests.proof;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What can go wrong in an attempt. Each is a switch: it has a chance of its own, which may be 0. */
enum Fault {

    /** No connection: nobody listens. */
    CONNECTION_REFUSED(Place.CONNECT, "08001"),

    /** No connection: the pool has none left. */
    POOL_EXHAUSTED(Place.CONNECT, "08001"),

    /** The connection dies at a statement, so COMMIT was never sent. */
    LOST_BEFORE_COMMIT(Place.STATEMENT, "08006"),
    SERIALIZATION_FAILURE(Place.STATEMENT, "40001"),
    DEADLOCK(Place.STATEMENT, "40P01"),
    LOCK_TIMEOUT(Place.STATEMENT, "55P03"),
    CANCELLED(Place.STATEMENT, "57014"),

    /** The connection dies at COMMIT, which the database has not received. */
    LOST_AT_COMMIT_UNDONE(Place.COMMIT, "08006"),

    /** The connection dies at COMMIT, which the database has done. */
    LOST_AT_COMMIT_DONE(Place.COMMIT, "08006"),

    /** COMMIT is answered; then the connection dies. */
    LOST_AFTER_COMMIT(Place.COMMIT, "08006"),
    SERIALIZATION_FAILURE_AT_COMMIT(Place.COMMIT, "40001"),

    /** The connection dies at ROLLBACK. */
    ROLLBACK_THROWS(Place.ROLLBACK, "08006"),

    /** ROLLBACK fails; the connection lives, and so does the transaction. */
    ROLLBACK_UNDONE(Place.ROLLBACK, "58000"),

    /** The connection is closed, and says that it is not. */
    CLOSE_THROWS(Place.CLOSE, "58000"),
    OUT_OF_MEMORY(Place.BODY, ""),
    INTERRUPT(Place.BODY, ""),
    LISTENER_THROWS(Place.OBSERVER, ""),

    /** Meters are then no longer exact, so they are not judged. */
    REGISTRY_THROWS(Place.OBSERVER, ""),

    /**
     * A batch answers "done" without saying how many rows it changed. This switches the version check off, so it belongs to
     * no run that must be exact: it shows what a driver can do to any optimistic locking.
     */
    BATCH_COUNT_UNKNOWN(Place.BATCH, "");

    enum Place {
        CONNECT,
        STATEMENT,
        BATCH,
        BODY,
        COMMIT,
        ROLLBACK,
        CLOSE,
        OBSERVER
    }

    /** How the messages of what is thrown begin. */
    static final String INJECTED = "injected: ";

    private final Place place;
    private final String sqlState;

    Fault(Place place, String sqlState) {
        this.place = place;
        this.sqlState = sqlState;
    }

    /**
     * The same chance for each fault after which the run must be exact all the same, the meters included; ten times that
     * for a rollback, which is rare.
     */
    static Map<Fault, Double> each(double chance) {
        Map<Fault, Double> chances = new EnumMap<>(Fault.class);
        Arrays.stream(values())
                .filter(fault -> fault != BATCH_COUNT_UNKNOWN && fault != REGISTRY_THROWS)
                .forEach(fault -> chances.put(fault, fault.isAt(Place.ROLLBACK) ? 10 * chance : chance));
        return chances;
    }

    /** As {@link #each}, without the one after which nobody asks any more: whoever is interrupted is to stop. */
    static Map<Fault, Double> eachButInterrupts(double chance) {
        Map<Fault, Double> chances = each(chance);
        chances.remove(INTERRUPT);
        return chances;
    }

    boolean isAt(Place other) {
        return place == other;
    }

    /**
     * The last one because Hibernate gives the connection back inside its commit, and does not say that COMMIT was
     * answered before that failed.
     */
    boolean mayLeaveOutcomeUnknown() {
        return this == LOST_AT_COMMIT_UNDONE || this == LOST_AT_COMMIT_DONE || this == CLOSE_THROWS;
    }

    boolean endsConnection() {
        return sqlState.equals("08006");
    }

    /** As the database says it. */
    SQLException failure(String product) {
        String message = INJECTED + this;
        if (this == POOL_EXHAUSTED) {
            return new SQLTransientConnectionException(message, sqlState);
        }
        return switch (product) {
            case "MariaDB" -> ofMariaDb(message);
            case "H2" -> ofH2(message);
            default -> new SQLException(message, sqlState);
        };
    }

    private SQLException ofMariaDb(String message) {
        return switch (this) {
            case SERIALIZATION_FAILURE -> new SQLException(message, "HY000", 1020);
            case DEADLOCK, SERIALIZATION_FAILURE_AT_COMMIT -> new SQLException(message, "40001", 1213);
            case LOCK_TIMEOUT -> new SQLException(message, "HY000", 1205);
            case CANCELLED -> new SQLException(message, "70100", 1317);
            default -> new SQLException(message, sqlState);
        };
    }

    private SQLException ofH2(String message) {
        return switch (this) {
            case SERIALIZATION_FAILURE -> new SQLException(message, "90131", 90131);
            case DEADLOCK, SERIALIZATION_FAILURE_AT_COMMIT -> new SQLException(message, "40001", 40001);
            case LOCK_TIMEOUT -> new SQLException(message, "HYT00", 50200);
            case CANCELLED -> new SQLException(message, "57014", 57014);
            default -> new SQLException(message, sqlState);
        };
    }
}
