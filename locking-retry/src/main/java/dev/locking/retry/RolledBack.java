package dev.locking.retry;

import java.util.List;

/**
 * Attempts of an execution that left no trace in the database.
 *
 * @param number how many there were
 * @param spent what they may have changed
 */
record RolledBack(int number, List<Object> spent) {}
