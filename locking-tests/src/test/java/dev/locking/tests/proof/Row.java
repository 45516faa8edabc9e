package dev.locking.tests.proof;

/**
 * A row at the end.
 *
 * @param id which one
 * @param version how often it was changed, as the version column tells
 * @param opening its value at the beginning
 * @param value its value at the end
 */
record Row(long id, long version, long opening, long value) {}
