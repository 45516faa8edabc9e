package dev.locking.spi;

/** What the engine does with a failed attempt. */
public enum Verdict {

    /** A conflict, certainly rolled back: run the body again. */
    RE_EXECUTE,

    /**
     * A conflict, certainly rolled back, after which the body may go another way: run it once more, and hand the next
     * conflict of this verdict to the caller.
     */
    RE_EXECUTE_ONCE,

    /** A conflict that running the body again would not resolve: hand it to the caller. */
    SURFACE,

    /**
     * A conflict only for operations that declare its kind, certainly rolled back: they run the body again; from others
     * the failure leaves as it came.
     */
    IF_DECLARED,

    /** No conflict, and certainly rolled back: the failure leaves as it came. */
    RETHROW,

    /** The commit may or may not have been applied: never run again, tell the caller. */
    OUTCOME_UNKNOWN
}
