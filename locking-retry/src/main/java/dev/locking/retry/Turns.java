package dev.locking.retry;

import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Executions that lost a conflict on the same row go one after the other, in the order in which they came, so that a hot
 * row starves nobody. Whoever reads a row on which the operation has lost again and again lately, takes its turn before it
 * loses. The version check decides as ever: turns save lost attempts, they protect nothing. Thread-safe.
 */
final class Turns {

    /** Whoever had read a row before it became hot overtakes now and then; another JVM does so in every second transaction. */
    static final int OFTEN_OVERTAKEN = 16;

    private final KeyedLocks locks = new KeyedLocks();
    private final Heat heat;
    private final Heat overtaken;

    /**
     * Turns.
     *
     * @param heat is told of the rows on which operations lose
     * @param clock monotonic, in nanoseconds
     */
    Turns(Heat heat, LongSupplier clock) {
        this.heat = heat;
        this.overtaken = new Heat(clock, OFTEN_OVERTAKEN);
    }

    /** A row of a database. */
    private record Key(TransactionBoundary boundary, Row row) {}

    /** Whether any row is hot, before it is worth it to ask for one. */
    boolean isAnyHot() {
        return !heat.isEmpty();
    }

    /**
     * Whether the operation has lost on the row again and again lately. Another one may only read it. An
     * identifier whose class is the application's and cannot be compared is none of a hot row.
     */
    boolean isHot(TransactionBoundary boundary, String operation, Row row) {
        try {
            return heat.isHot(new HotRow(boundary, operation, row));
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    /** An execution of the operation lost on the row, or was about to. */
    void contended(TransactionBoundary boundary, String operation, Row row) {
        heat.contended(new HotRow(boundary, operation, row));
    }

    /** As {@link #contended}, of one that had the turn: somebody changes the row who takes none, such as another JVM. */
    void overtaken(TransactionBoundary boundary, String operation, Row row) {
        overtaken.contended(new HotRow(boundary, operation, row));
    }

    /** Whether the turn on the row, which {@link #isHot}, is not enough lately, and only the database can lock it. */
    boolean isToBeLocked(TransactionBoundary boundary, String operation, Row row) {
        return overtaken.isHot(new HotRow(boundary, operation, row));
    }

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
        List<Key> keys = new ArrayList<>(rows.size());
        rows.forEach(row -> keys.add(new Key(boundary, row)));
        return locks.take(keys, nanos, timing.nanoClock(), Integer.MAX_VALUE, boundary, null);
    }

    /** A turn on no row yet; it can have those that are free. */
    Held none() {
        return locks.none();
    }

    /** Takes the turn on a row that nobody has or waits for. */
    boolean takeAtOnce(Held held, TransactionBoundary boundary, Row row) {
        return held.takeAtOnce(new Key(boundary, row), boundary);
    }

    boolean isEmpty() {
        return locks.isEmpty();
    }

    /** How many threads hold or wait for a row, for tests. */
    int users(TransactionBoundary boundary, Row row) {
        return locks.users(new Key(boundary, row));
    }
}
