package dev.locking.tests.proof;

/** What a call told its caller about the change. */
enum Told {

    /** It returned normally: the change is in. */
    OK,

    /** It threw, and not {@link #UNKNOWN}: the change is not in, and never will be. */
    FAILED,

    /** It threw {@link dev.locking.OutcomeUnknownException}: the change is in or not, and not more than once. */
    UNKNOWN
}
