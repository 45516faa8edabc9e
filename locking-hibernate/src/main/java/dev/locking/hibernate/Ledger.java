package dev.locking.hibernate;

import dev.locking.spi.AlreadyCommittedException;
import dev.locking.spi.LedgerEntry;
import dev.locking.spi.Phase;
import dev.locking.spi.RunningAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The table that knows which operations have committed. A row is inserted as the first statement of an attempt's own
 * transaction, by JDBC and not as an entity, which the flush would write last. Its primary key is receipt and fence in
 * one: whoever inserts a key that another transaction has inserted waits until that one has ended. Thread-safe.
 */
final class Ledger {

    private static final int LONGEST_OPERATION = 200;

    private static final OwnTable.Model TABLE = new OwnTable.Model(
            "ledger",
            LedgerSettings.DEFAULT_TABLE,
            "op_key, operation, fingerprint, execution, result, expires_at",
            LedgerSettings.CREATE);

    private final SessionFactoryImplementor factory;
    private final DatabaseProduct database;
    private final LedgerSettings settings;
    private final Clock clock;
    private final OwnTable table;
    private final LedgerCleanUp cleanUp;

    Ledger(SessionFactoryImplementor factory, DatabaseProduct database, LedgerSettings settings, Clock clock) {
        this.factory = factory;
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        this.table = new OwnTable(factory, database, TABLE, settings.table(), settings.create());
        this.cleanUp = new LedgerCleanUp(factory, settings, clock);
    }

    /**
     * Called before the transaction of an attempt begins.
     *
     * @throws IllegalStateException if there is no table
     */
    void require(RunningAttempt attempt) {
        LedgerEntry entry = attempt.ledgerEntry();
        if (entry != null) {
            table.require(entry.operation() + " keeps a ledger");
        }
    }

    /**
     * Called first in the transaction of an attempt.
     *
     * @throws DuplicateEntryException if the key is there
     * @throws LedgerBusyException if the transaction whose key it is has not ended when the time is up
     */
    void begin(RunningAttempt attempt, Session session) {
        LedgerEntry entry = attempt.ledgerEntry();
        if (entry != null) {
            session.doWork(connection -> insert(connection, entry, attempt));
            attempt.ledgerEntryInserted();
        }
    }

    private void insert(Connection connection, LedgerEntry entry, RunningAttempt attempt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + settings.table()
                + " (op_key, operation, fingerprint, execution, expires_at) values (?, ?, ?, ?, ?)")) {
            insert.setQueryTimeout(seconds(attempt));
            insert.setString(1, entry.key());
            insert.setString(2, shortened(entry.operation()));
            insert.setString(3, entry.fingerprint());
            insert.setString(4, entry.execution());
            insert.setLong(
                    5,
                    clock.millis() + settings.keep().plus(attempt.remaining()).toMillis());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw whyNot(e, entry, attempt);
        }
    }

    private SQLException whyNot(SQLException e, LedgerEntry entry, RunningAttempt attempt) {
        return switch (FailureCodes.SHIPPED.classOf(database, e, Phase.BODY)) {
            case UNIQUE_CONFLICT -> throw new DuplicateEntryException(entry, e);
            case LOCK_TIMEOUT -> throw new LedgerBusyException(e);
            case CANCELLED -> {
                if (attempt.remaining().isNegative() || attempt.remaining().isZero()) {
                    throw new LedgerBusyException(e);
                }
                yield e;
            }
            default -> e;
        };
    }

    /** Rounded up, since 0 would mean no limit. */
    private static int seconds(RunningAttempt attempt) {
        return (int) Math.max(1, attempt.remaining().plusMillis(999).toSeconds());
    }

    private static String shortened(String operation) {
        return operation.length() <= LONGEST_OPERATION
                ? operation
                : operation.substring(operation.length() - LONGEST_OPERATION);
    }

    /** Called last in the transaction of an attempt: adds what the body returned to its row. */
    void end(RunningAttempt attempt, Session session) {
        LedgerEntry entry = attempt.ledgerEntry();
        String result = attempt.resultToStore();
        if (entry != null && result != null) {
            session.doWork(connection -> store(connection, entry, result));
        }
        if (entry != null) {
            cleanUp.nowAndThen();
        }
    }

    private void store(Connection connection, LedgerEntry entry, String result) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update " + settings.table() + " set result = ? where op_key = ?")) {
            update.setString(1, result);
            update.setString(2, entry.key());
            update.executeUpdate();
        }
    }

    /** What to throw where the key was there, when the transaction has ended: who has committed, or that it is gone. */
    RuntimeException committed(DuplicateEntryException duplicate) {
        AlreadyCommittedException found = find(duplicate.entry());
        return found != null ? found : new LedgerBusyException(duplicate);
    }

    private @Nullable AlreadyCommittedException find(LedgerEntry entry) {
        return factory.fromStatelessTransaction(
                session -> session.doReturningWork(connection -> find(connection, entry)));
    }

    private @Nullable AlreadyCommittedException find(Connection connection, LedgerEntry entry) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select fingerprint, execution, result from " + settings.table() + " where op_key = ?")) {
            select.setString(1, entry.key());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new AlreadyCommittedException(
                                new LedgerEntry(
                                        entry.key(),
                                        entry.operation(),
                                        row.getString("fingerprint"),
                                        row.getString("execution")),
                                row.getString("result"))
                        : null;
            }
        }
    }
}
