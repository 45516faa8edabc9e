package dev.locking.retry;

import dev.locking.spi.Row;

/**
 * A row on which an operation loses. Rows of different databases are not told apart; they would have to have the same entity,
 * identifier and operation.
 */
record HotRow(String operation, Row row) {}
