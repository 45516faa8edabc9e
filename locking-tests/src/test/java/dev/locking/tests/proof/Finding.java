package dev.locking.tests.proof;

/** What a checker can find. The first three do not overlap: the same change is never counted in two of them. */
enum Finding {

    /** A change that is in the journal, and that another transaction has overwritten: a lost update. */
    LOST,

    /** A change that is in the data more often than its caller was told: twice, or although the call failed. */
    DOUBLED,

    /** A call that returned normally, and of which nothing is in the data. */
    SWALLOWED,

    /** A transaction of which only a part is in the data. */
    TORN,

    /** A version that nobody wrote, or data of a call that nobody made. */
    PHANTOM,

    /** Amounts that do not add up. */
    SUM,

    /** Transactions that no order explains. */
    CYCLE,

    /** Meters that do not say what happened. */
    METERS,

    /** A call that ended as it should not have, such as an unknown outcome although nothing disturbed the commit. */
    UNEXPECTED
}
