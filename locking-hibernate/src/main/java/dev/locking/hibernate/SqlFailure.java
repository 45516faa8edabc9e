package dev.locking.hibernate;

import dev.locking.spi.Phase;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a database or its driver reported.
 *
 * @param database which database
 * @param state the SQLState, if there is one
 * @param code the vendor's code, 0 if there is none
 * @param failureClass what failure-codes.csv says about them
 */
record SqlFailure(DatabaseProduct database, @Nullable String state, int code, FailureClass failureClass) {

    private static final String POSTGRESQL_TRANSACTION_IS_ABORTED = "25P02";
    private static final int SQL_SERVER_TRANSACTION_IS_DOOMED = 3930;
    private static final int ORACLE_TRANSACTION_ROLLED_BACK = 2091;

    /** 23506 is H2's. */
    private static final Set<String> FOREIGN_KEY_STATES = Set.of("23503", "23506");

    private static final int MYSQL_NO_REFERENCED_ROW = 1452;
    private static final int ORACLE_PARENT_NOT_FOUND = 2291;
    private static final int SQL_SERVER_CONSTRAINT = 547;

    private static final String INTEGRITY_VIOLATION_CLASS = "23";
    private static final String INTEGRITY_ROLLBACK = "40002";

    static SqlFailure of(SQLException error, FailureCodes codes, DatabaseProduct database, Phase phase) {
        return new SqlFailure(
                database, error.getSQLState(), error.getErrorCode(), codes.classOf(database, error, phase));
    }

    /** In failure-codes.csv, and more than an echo of an earlier error. */
    boolean isTelling() {
        return failureClass != FailureClass.UNKNOWN_SQL && !isSymptom();
    }

    /** Not a mere wrapper without SQLState and code. */
    boolean saysSomething() {
        return (state != null || code != 0) && !isSymptom();
    }

    /** Only says that an earlier statement failed, which is the one that counts. */
    private boolean isSymptom() {
        return POSTGRESQL_TRANSACTION_IS_ABORTED.equals(state)
                || (database == DatabaseProduct.SQL_SERVER && code == SQL_SERVER_TRANSACTION_IS_DOOMED);
    }

    /** Nobody can say, from this, whether a COMMIT that was sent has been applied. */
    boolean leavesTheOutcomeOpen() {
        return failureClass == FailureClass.COMMIT_UNKNOWN || failureClass == FailureClass.CONN_LOST_BEFORE_COMMIT;
    }

    /** A row refers to one that is not there, or, where the code does not tell, the other way round. */
    boolean isForeignKeyViolation() {
        return FOREIGN_KEY_STATES.contains(String.valueOf(state))
                || switch (database) {
                    case MYSQL, MARIADB -> code == MYSQL_NO_REFERENCED_ROW;
                    case ORACLE -> code == ORACLE_PARENT_NOT_FOUND;
                    case SQL_SERVER -> code == SQL_SERVER_CONSTRAINT;
                    default -> false;
                };
    }

    /**
     * No conflict, but as an answer to COMMIT it says for certain that the transaction was rolled back: a constraint is
     * violated, at the latest when it was deferred until then.
     */
    boolean isConstraintViolation() {
        boolean byState =
                state != null && (state.startsWith(INTEGRITY_VIOLATION_CLASS) || state.equals(INTEGRITY_ROLLBACK));
        return byState || (database == DatabaseProduct.ORACLE && code == ORACLE_TRANSACTION_ROLLED_BACK);
    }
}
