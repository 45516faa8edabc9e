package dev.locking.hibernate;

/** What a failure is, before anybody decides what to do about it. {@link DecisionTable} decides. */
enum FailureClass {

    // The classes of failure-codes.csv.

    /** A version check failed. No code of a database says so: Hibernate and Jakarta Persistence do. */
    VERSION_CONFLICT,

    /** The database could not serialize the transaction, or found that it would overwrite another's change. */
    SERIALIZATION,

    /** The database ended the transaction, or a statement of it, to resolve a deadlock. */
    DEADLOCK,

    /** A lock was not granted in time, or not at once. */
    LOCK_TIMEOUT,

    /** A unique or exclusion constraint is violated. */
    UNIQUE_CONFLICT,

    /** The connection broke. The name is true in the body only: during COMMIT the same error leaves the outcome open. */
    CONN_LOST_BEFORE_COMMIT,

    /** Whether the transaction was committed is unknown, by the database's or the driver's own word. */
    COMMIT_UNKNOWN,

    /** Somebody, or a timeout, asked the statement to stop. */
    CANCELLED,

    /** The server has too little of something. */
    RESOURCE,

    /** An error of a known meaning that no repetition would change. */
    NEVER,

    // What codes do not say.

    /** A {@link java.sql.SQLException} whose code is in no row. */
    UNKNOWN_SQL,

    /** Hibernate's check of {@code LockModeType.OPTIMISTIC} failed. */
    STALE_READ,

    /** A process engine's own optimistic locking failed. */
    PROCESS_ENGINE,

    /** The body returned normally from a transaction that could only be rolled back. */
    SWALLOWED,

    /** An instance of a failed attempt was to be written. */
    SPENT_INSTANCE,

    /** The ledger could not tell whether another transaction commits under the same key. */
    LEDGER_BUSY,

    /** Another execution of this library has given up already. */
    GIVEN_UP,

    /** A thread was interrupted. */
    INTERRUPTED,

    /** None of these. */
    NOTHING_KNOWN
}
