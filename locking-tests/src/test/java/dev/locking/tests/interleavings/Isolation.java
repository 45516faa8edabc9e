package dev.locking.tests.interleavings;

/** The isolation level that the transactions of a schedule run at. */
enum Isolation {
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE;

    /** As {@link java.sql.Connection} names it. */
    String jdbcName() {
        return "TRANSACTION_" + name();
    }
}
