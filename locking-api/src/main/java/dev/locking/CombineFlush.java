package dev.locking;

/**
 * When the changes of calls that share a transaction are sent to the database; see {@link ExclusiveGroup#combine()}.
 *
 * @since 0.1
 */
public enum CombineFlush {

    /**
     * Once, after the last call. The fastest: a row that several calls changed is written once and gets one new version. The
     * later calls find the entities in memory as the earlier ones left them.
     */
    ONCE,

    /** After each call: every change is a row version of its own, and a call that the database refuses is known at once. */
    EACH
}
