package dev.locking.retry;

import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executions that lost a conflict on the same row go one after the other, in the order in which they came, so that a hot
 * row starves nobody. Whoever has not lost yet does not wait, and the version check decides as ever: turns save lost
 * attempts, they protect nothing. Thread-safe.
 */
final class Turns {

    private final KeyedLocks locks = new KeyedLocks();

    /** A row of a database. */
    private record Key(TransactionBoundary boundary, Row row) {}

    /**
     * Waits until it is the calling thread's turn on all rows.
     *
     * @param rows in an order that is the same for everybody
     * @param nanos the longest wait
     * @return the turn, or null if the time was up
     * @throws InterruptedException if interrupted before or while waiting; nothing is taken then
     */
    @Nullable
    Held take(TransactionBoundary boundary, List<Row> rows, long nanos, Timing timing) throws InterruptedException {
        List<Key> keys = rows.stream().map(row -> new Key(boundary, row)).toList();
        return locks.take(keys, nanos, timing.nanoClock(), Integer.MAX_VALUE, boundary);
    }

    boolean isEmpty() {
        return locks.isEmpty();
    }

    /** How many threads hold or wait for a row, for tests. */
    int users(TransactionBoundary boundary, Row row) {
        return locks.users(new Key(boundary, row));
    }
}
