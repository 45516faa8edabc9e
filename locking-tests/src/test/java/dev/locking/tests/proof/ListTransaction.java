package dev.locking.tests.proof;

import java.util.List;
import java.util.Map;

/**
 * A committed transaction on lists. What it appends is its own id, so that each element says who wrote it.
 *
 * @param id no other transaction has it
 * @param reads what it saw in which list, before it appended
 */
record ListTransaction(long id, Map<Long, List<Long>> reads) {}
