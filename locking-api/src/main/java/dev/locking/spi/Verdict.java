package dev.locking.spi;

/** What the engine does with a failed attempt. */
public enum Verdict {

    /** A conflict, certainly rolled back: run the body again. */
    RE_EXECUTE,

    /** A conflict that running the body again would not resolve: hand it to the caller. */
    SURFACE,

    /** No conflict, and certainly rolled back: the failure leaves as it came. */
    RETHROW,

    /** The commit may or may not have been applied: never run again, tell the caller. */
    OUTCOME_UNKNOWN
}
