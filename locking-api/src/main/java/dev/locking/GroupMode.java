package dev.locking;

/**
 * Which calls of an {@link ExclusiveGroup} take turns.
 *
 * @since 0.1
 */
public enum GroupMode {

    /** All. */
    ALWAYS,

    /**
     * Those whose key is hot: calls with that key met conflicts, or had to wait for their turn, at least twice in about the last
     * second. Other calls run at once, and so not one at a time. Needs {@link RetryOnConflict}, without which nobody knows of
     * conflicts.
     */
    WHEN_HOT
}
