package dev.locking.hibernate;

import static org.hibernate.engine.jdbc.spi.SQLExceptionLogging.ERROR_LOG;

import dev.locking.ConflictKind;
import dev.locking.spi.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate warns of each error of the database before it throws it. Of a conflict after which the attempt that the thread runs
 * will be repeated, this says so at DEBUG only, in the same place; of everything else it says what Hibernate says. What
 * another transaction inside of such an attempt meets is taken for the attempt's own.
 */
final class ErrorLog extends SqlExceptionHelper {

    private final SqlExceptionHelper usual;
    private final DatabaseProduct database;

    /** @param usual does all that is not about conflicts */
    ErrorLog(SqlExceptionHelper usual, DatabaseProduct database) {
        super(usual.getSqlExceptionConverter(), false);
        this.usual = usual;
        this.database = database;
    }

    @Override
    public void logExceptions(SQLException error, String message) {
        if (willBeRepeated(error)) {
            ERROR_LOG.debug(message, error);
        } else {
            usual.logExceptions(error, message);
        }
    }

    private boolean willBeRepeated(SQLException error) {
        AttemptRecord record = AttemptRecord.current();
        if (record == null) {
            return false;
        }
        ConflictKind kind = conflict(error);
        return kind != null && record.attempt().isRepeatedAfter(kind);
    }

    private @Nullable ConflictKind conflict(SQLException first) {
        for (SQLException error = first; error != null; error = error.getNextException()) {
            ConflictKind kind = kind(FailureCodes.SHIPPED.classOf(database, error, Phase.BODY));
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    private static @Nullable ConflictKind kind(FailureClass failure) {
        return switch (failure) {
            case SERIALIZATION -> ConflictKind.SERIALIZATION;
            case DEADLOCK -> ConflictKind.DEADLOCK;
            case LOCK_TIMEOUT -> ConflictKind.LOCK_TIMEOUT;
            case UNIQUE_CONFLICT -> ConflictKind.DUPLICATE;
            default -> null;
        };
    }

    @Override
    public void handleAndClearWarnings(Connection connection, WarningHandler handler) {
        usual.handleAndClearWarnings(connection, handler);
    }

    @Override
    public void handleAndClearWarnings(Statement statement, WarningHandler handler) {
        usual.handleAndClearWarnings(statement, handler);
    }
}
