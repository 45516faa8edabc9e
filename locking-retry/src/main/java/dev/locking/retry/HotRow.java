package dev.locking.retry;

import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;

/** A row of a database on which an operation loses. */
record HotRow(TransactionBoundary boundary, String operation, Row row) {}
