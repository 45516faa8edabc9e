package dev.locking.tests.proof;

/**
 * A change of one row that is in the data, as the journal tells. It was written in the transaction that changed the row.
 *
 * @param token of the call that made it
 * @param run of the body that made it; no other run of any body has it
 * @param row what was changed
 * @param version of the row when it was read
 * @param before the row's value when it was read
 * @param after the row's value as this change left it
 */
record Effect(long token, long run, long row, long version, long before, long after) {}
