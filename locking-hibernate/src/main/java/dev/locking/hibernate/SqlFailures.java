package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the database itself said, by SQLState and vendor code: the wrappers differ by version and are often wrong. */
final class SqlFailures {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String POSTGRESQL_DEADLOCK = "40P01";
    private static final String INTEGRITY_ROLLBACK = "40002";
    private static final String INTEGRITY_VIOLATION_CLASS = "23";

    /** ER_CHECKREAD of MariaDB: a snapshot's row was changed by another transaction. It comes as HY000. */
    private static final int MARIADB_RECORD_CHANGED = 1020;

    /** ER_LOCK_DEADLOCK of MySQL and MariaDB. It comes as 40001. */
    private static final int MYSQL_DEADLOCK = 1213;

    /** CONCURRENT_UPDATE_1 of H2. It comes with its own number as SQLState. */
    private static final int H2_CONCURRENT_UPDATE = 90131;

    private SqlFailures() {}

    static @Nullable Conflict conflict(CauseChain causes) {
        return causes.all(SQLException.class)
                .map(SqlFailures::kind)
                .filter(kind -> kind != null)
                .findFirst()
                .map(kind -> new Conflict(kind, null, null))
                .orElse(null);
    }

    /** Whether the database answered that it rolled back because a constraint is violated, which no retry would change. */
    static boolean saysRolledBack(CauseChain causes) {
        return causes.all(SQLException.class)
                .map(SQLException::getSQLState)
                .anyMatch(state -> state != null
                        && (state.startsWith(INTEGRITY_VIOLATION_CLASS) || state.equals(INTEGRITY_ROLLBACK)));
    }

    private static @Nullable ConflictKind kind(SQLException failure) {
        String state = failure.getSQLState();
        int code = failure.getErrorCode();
        if (POSTGRESQL_DEADLOCK.equals(state) || (SERIALIZATION_FAILURE.equals(state) && code == MYSQL_DEADLOCK)) {
            return ConflictKind.DEADLOCK;
        }
        boolean serialization =
                SERIALIZATION_FAILURE.equals(state) || code == MARIADB_RECORD_CHANGED || code == H2_CONCURRENT_UPDATE;
        return serialization ? ConflictKind.SERIALIZATION : null;
    }
}
