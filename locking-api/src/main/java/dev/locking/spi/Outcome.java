package dev.locking.spi;

/** How an execution ended. */
public enum Outcome {

    /** The first attempt committed. */
    SUCCESS,

    /** A later attempt committed. */
    RETRIED,

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
