package dev.locking;

/**
 * Who changed an attribute, as far as it is known.
 *
 * @since 0.1
 */
public enum ChangeKind {

    /** Only the failed attempt did. */
    MINE,

    /** Only somebody else did. */
    THEIRS,

    /** Both did, to the same value. */
    BOTH_ALIKE,

    /** Both did, to different values. */
    OVERLAPPING,

    /** Somebody else did, and the failed attempt deletes the row: there is no value of its own. */
    MINE_DELETED,

    /**
     * Both values are known and differ, but not which side changed what: the instance came from outside, and nobody kept
     * what it had been read as.
     */
    BASE_UNKNOWN,

    /** The failed attempt did, and the other value is not known: the row is gone, or the attribute was not read. */
    THEIRS_UNKNOWN
}
