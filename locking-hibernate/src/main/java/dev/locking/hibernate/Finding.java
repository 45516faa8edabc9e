package dev.locking.hibernate;

import org.jboss.logging.Logger.Level;

/**
 * What the check at start-up can find, most serious first. WARN: a change can get lost without a conflict, or a failed one
 * can stay; it is an error in strict mode. INFO: it costs speed only. DEBUG: worth knowing where something is looked for.
 */
enum Finding {
    OLD_HIBERNATE(
            Level.WARN,
            "older than the Hibernate on which it was tried that no change gets lost, 7.4. Set the version of"
                    + " org.hibernate.orm:hibernate-core to 7.4.6.Final (with Spring Boot, the property hibernate.version)."),

    NO_VERSION(
            Level.WARN,
            "no @Version. When two transactions change the same row, the later one overwrites the earlier one, and nobody is"
                    + " told. Add a @Version attribute (Long), or mark what is never changed @Immutable: the entity, and the"
                    + " collections that it owns."),

    CHECK_OFF(
            Level.WARN,
            "@OptimisticLocking(type = NONE). When two transactions change the same row, the later one overwrites the earlier"
                    + " one, and nobody is told. Remove the annotation and add a @Version attribute (Long)."),

    COLUMNS_COMPARED(
            Level.WARN,
            "@OptimisticLocking(type = DIRTY or ALL). Columns are compared instead of a version, and only with what the same"
                    + " session has read: a stale detached instance is merged over the changes of others, and nobody is told;"
                    + " DIRTY also lets two transactions change one row at the same time if they change different columns."
                    + " Remove the annotation and add a @Version attribute (Long)."),

    TEMPORAL_VERSION(
            Level.WARN,
            "the @Version is a time. Two changes within one tick of the clock, or of the column's precision, get the same"
                    + " version: the later one overwrites the earlier one, and nobody is told. Make it a Long."),

    VERSION_NOT_UPDATABLE(
            Level.WARN,
            "the column of the @Version is not updatable. No change raises it, so no change is ever found stale: the later of"
                    + " two overwrites the earlier one, and nobody is told. Remove updatable = false."),

    VERSION_NULLABLE(
            Level.WARN,
            "the column of the @Version may be null. A row without a version cannot be changed: Hibernate fails with a"
                    + " NullPointerException, or inserts it once more. Fill the column and declare it NOT NULL."),

    COUNT_NOT_VERIFIED(
            Level.WARN,
            "@SQLUpdate or @SQLDelete without verify. Hibernate does not look at how many rows such a statement changed: what"
                    + " is stale is dropped as if it had succeeded, and nobody is told. Add verify ="
                    + " Expectation.RowCount.class, and \"and version = ?\" to the statement."),

    NO_BATCH_COUNTS(
            Level.WARN,
            "a JDBC batch does not report how many rows each update changed. Hibernate takes a stale change in a batch for a"
                    + " success, and nobody is told. Retried methods therefore send no batches; all other code loses changes."
                    + " Let the driver report them (MariaDB: useBulkStmts=false; SQL Server: SET"
                    + " NOCOUNT OFF), or set hibernate.jdbc.batch_size = 0 (if it is not set, it is 15 on PostgreSQL and Oracle)."),

    AUTO_COMMIT(
            Level.WARN,
            "hibernate.connection.provider_disables_autocommit is true, but connections come with auto-commit on. Each"
                    + " statement commits on its own: an attempt that fails stays in the database in part, and is repeated on"
                    + " top of that. Switch auto-commit off in the connection pool, or remove the setting."),

    DIRTY_READS(
            Level.WARN,
            "the isolation level is READ UNCOMMITTED. A change can be computed from values, and checked against a version,"
                    + " that are rolled back later; once another transaction reaches that version, it is overwritten, and"
                    + " nobody is told. Set READ COMMITTED, in the connection pool or by hibernate.connection.isolation."),

    SNAPSHOT_READS(
            Level.INFO,
            "the isolation level is REPEATABLE READ or above. That is safe, but who lost on a hot row may lose again, because"
                    + " the lock of the next attempt does not help against those who come new: at READ COMMITTED two attempts"
                    + " do where dozens are needed here. Set READ COMMITTED unless the application relies on its level."),

    EXCLUDED_ATTRIBUTE(
            Level.DEBUG,
            "@OptimisticLock(excluded = true). Changes of it overwrite each other without a conflict, as declared; of a"
                    + " collection in a JDBC batch, not even rows that are gone are noticed."),

    INSERTED_AGAIN(
            Level.DEBUG,
            "assigned id, and a version that is not null in a new instance. If its row was deleted meanwhile, merging a"
                    + " detached instance inserts it again, without a conflict. Make the version a Long that begins as null."),

    SILENT_ROLLBACK(
            Level.DEBUG,
            "hibernate.jpa.compliance.transaction is not true. A commit of a transaction that is marked for rollback rolls it"
                    + " back and returns normally; inside a retried method it throws nevertheless.");

    private final Level level;
    private final String text;

    Finding(Level level, String text) {
        this.level = level;
        this.text = text;
    }

    Level level() {
        return level;
    }

    boolean isError() {
        return level == Level.WARN;
    }

    /** @param subjects what it was found on: entities, attributes, or the session factory */
    String about(Iterable<String> subjects) {
        return String.join(", ", subjects) + ": " + text;
    }
}
