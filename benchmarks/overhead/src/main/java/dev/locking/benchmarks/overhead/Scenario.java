package dev.locking.benchmarks.overhead;

/** What becomes of the attempts of a call. */
public enum Scenario {
    /** The first one succeeds. */
    SUCCESS,
    /** The first one is lost, the second succeeds. */
    CONFLICT
}
