package dev.locking;

/**
 * What a call of an {@link ExclusiveGroup} does that does not get its turn at once.
 *
 * @since 0.1
 */
public enum OnBusy {

    /** It waits, at most for {@link ExclusiveGroup#maxWait()}. */
    WAIT,

    /** It fails with a {@link GroupBusyException}. */
    FAIL
}
