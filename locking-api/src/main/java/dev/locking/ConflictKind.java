package dev.locking;

/**
 * What another transaction did to the data that this one relied on, as far as it is known.
 *
 * @since 0.1
 */
public enum ConflictKind {

    /** A version check failed when a change was written: the row was changed meanwhile, or it is not known how. */
    STALE_UPDATE,

    /** The version that a caller expects, or that the application has written into an entity, is not that of the row. */
    STALE_VERSION,

    /**
     * The row was deleted by another transaction. Where a version check found that, it is not repeated, since another run
     * would not bring the row back. Where the database refused the change because of a snapshot, the operation runs again
     * and sees that the row is not there.
     */
    GONE,

    /**
     * A foreign key is violated, because another transaction deleted a row that the attempt had read and referred to. The
     * operation runs once more, since it may go another way without that row.
     */
    PARENT_GONE,

    /** A failure that looks like something else, of an attempt that had read a row which another transaction changed. */
    DISGUISED,

    /** The check of {@code LockModeType.OPTIMISTIC} failed at commit: a row that was only read has changed. */
    STALE_READ,

    /** The database could not serialize the transaction (SQLState 40001 and its kind). */
    SERIALIZATION,

    /** The database ended the transaction to resolve a deadlock. */
    DEADLOCK,

    /** A unique constraint is violated, because another transaction inserted the same. A conflict only where declared. */
    DUPLICATE,

    /** A lock was not granted in time, or not at once where the statement did not wait. A conflict only where declared. */
    LOCK_TIMEOUT,

    /** A process engine (Camunda, Operaton, Flowable, Activiti) reported its own optimistic locking conflict. */
    PROCESS_ENGINE,

    /** A failure that the operation itself declares to be one, by {@link RetryOnConflict#retryOn()}. */
    DECLARED,

    /** A conflict was caught inside the method, which then returned as if nothing had happened. */
    SWALLOWED
}
