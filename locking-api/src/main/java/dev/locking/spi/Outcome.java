package dev.locking.spi;

/** How an execution ended. */
public enum Outcome {

    /** The first attempt committed. */
    SUCCESS,

    /** A later attempt committed. */
    RETRIED,

    /** A later attempt committed what the first one had changed, merged with what others have changed meanwhile. */
    REAPPLIED,

    /** Committed in one transaction with other calls of its exclusive group. */
    COMBINED,

    /** Nobody answered a commit, and the ledger told that it was applied; nothing was repeated. */
    VERIFIED,

    /** An earlier call with the same idempotency key had committed; its result was returned, and the body did not run. */
    REPLAYED,

    /** A conflict went to the caller without a retry, because no retry would have helped or none was allowed. */
    SURFACED,

    /** A conflict went to the caller after the last retry, at the deadline or by an interrupt. */
    EXHAUSTED,

    /** Ran once inside a transaction that began before it; how that ends is for its owner to know. */
    PROPAGATED,

    /** Another failure than a conflict; it left as it came. */
    FAILED,

    /** Nobody knows whether the commit was applied. */
    UNKNOWN
}
