package dev.locking.retry;

import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Executions that lost a conflict on the same row go one after the other, in the order in which they came, so that a hot
 * row starves nobody. Whoever has not lost yet does not wait, and the version check decides as ever: turns save lost
 * attempts, they protect nothing. Kept only while somebody needs them. Thread-safe.
 */
final class Turns {

    private final ConcurrentMap<Key, Queue> queues = new ConcurrentHashMap<>();

    /** A row of a database. */
    private record Key(TransactionBoundary boundary, Row row) {}

    private static final class Queue {

        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    /** The right to go now, for all rows at once. Given back by the thread that took it. */
    final class Turn implements AutoCloseable {

        private final TransactionBoundary boundary;
        private final List<Key> taken = new ArrayList<>();

        private Turn(TransactionBoundary boundary) {
            this.boundary = boundary;
        }

        private boolean takeAll(List<Row> rows, long nanos, Timing timing) throws InterruptedException {
            long deadline = timing.nanoClock().getAsLong() + nanos;
            for (Row row : rows) {
                if (!take(new Key(boundary, row), deadline - timing.nanoClock().getAsLong())) {
                    return false;
                }
            }
            return true;
        }

        private boolean take(Key key, long nanos) throws InterruptedException {
            Queue queue = enter(key);
            boolean mine = false;
            try {
                mine = queue.lock.tryLock(nanos, TimeUnit.NANOSECONDS);
            } finally {
                if (mine) {
                    taken.add(key);
                } else {
                    leave(key);
                }
            }
            return mine;
        }

        @Override
        public void close() {
            for (Key key : taken) {
                Queue queue = queues.get(key);
                if (queue != null) {
                    queue.lock.unlock();
                    leave(key);
                }
            }
            taken.clear();
        }
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
    Turn take(TransactionBoundary boundary, List<Row> rows, long nanos, Timing timing) throws InterruptedException {
        Turn turn = new Turn(boundary);
        boolean complete = false;
        try {
            complete = turn.takeAll(rows, nanos, timing);
            return complete ? turn : null;
        } finally {
            if (!complete) {
                turn.close();
            }
        }
    }

    private Queue enter(Key key) {
        return queues.compute(key, (same, queue) -> {
            Queue entered = queue == null ? new Queue() : queue;
            entered.users++;
            return entered;
        });
    }

    private void leave(Key key) {
        queues.computeIfPresent(key, (same, queue) -> --queue.users == 0 ? null : queue);
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    /** How many threads hold or wait for a row, for tests. */
    int users(TransactionBoundary boundary, Row row) {
        int[] users = {0};
        queues.computeIfPresent(new Key(boundary, row), (key, queue) -> {
            users[0] = queue.users;
            return queue;
        });
        return users[0];
    }
}
