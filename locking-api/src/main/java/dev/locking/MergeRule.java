package dev.locking;

/**
 * What {@link Resolution#REAPPLY} does with an attribute that both sides changed, to different values; where it became the same
 * on both sides, that is kept.
 *
 * @since 0.1
 */
public enum MergeRule {

    /** Nothing is merged; the conflict goes to the caller. */
    FAIL,

    /** The value of this attempt. */
    MINE,

    /** The value that was committed meanwhile. */
    THEIRS,

    /**
     * Both differences: {@code theirs + mine - base}, of numbers, also if both sides came to the same value. An overflow, or a null among the three, is no sum, and goes
     * to the caller.
     */
    ADD,

    /** The greater of both values, by their natural order. A null goes to the caller. */
    MAX,

    /** The lesser of both values, by their natural order. A null goes to the caller. */
    MIN,

    /**
     * What either side added to a collection is in it, and what either side removed is not. For sets and unordered lists of
     * basic values and entities.
     */
    UNION
}
