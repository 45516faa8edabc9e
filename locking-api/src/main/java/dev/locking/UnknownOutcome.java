package dev.locking;

/**
 * What happens when the commit was sent and nobody answered whether it was applied, for example because the connection
 * broke.
 *
 * @since 0.1
 */
public enum UnknownOutcome {

    /** The caller gets an {@link OutcomeUnknownException}. The operation is not run again: that could apply it twice. */
    SURFACE,

    /**
     * The next attempt finds out. Each attempt inserts a row into a ledger table, as the first statement of its own
     * transaction and under a key that was made once before attempt 1. After an unknown outcome the next attempt inserts
     * the same key: the database lets it wait for a commit that is still on its way, refuses it if the change is in (the
     * execution then returns what the body of that attempt returned), or accepts it, and then the earlier one can never
     * commit any more. Where that cannot be found out before the deadline, the caller gets an
     * {@link OutcomeUnknownException}.
     *
     * <p>Costs one more statement per attempt. It covers what is in the transaction, and not a second database, a message
     * or a transaction of its own inside the method.
     */
    VERIFY
}
