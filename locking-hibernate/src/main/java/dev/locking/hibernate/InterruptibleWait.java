package dev.locking.hibernate;

import dev.locking.spi.ClusterLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A wait inside the database, on a thread of its own: no driver ends a statement because its thread is interrupted. Who
 * waits can leave at any time; what comes after that is given back.
 */
final class InterruptibleWait {

    /** How much longer than asked for a database may wait before it is cancelled, as some know whole seconds only. */
    static final Duration TOLERANCE = Duration.ofMillis(1_500);

    private static final Duration LONGEST_CANCELLATION = Duration.ofSeconds(2);
    private static final Duration BETWEEN_CANCELLATIONS = Duration.ofMillis(50);

    /** As many as there are waits, which are bounded by connections. */
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), InterruptibleWait::daemon);

    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<@Nullable ClusterLock> outcome = new CompletableFuture<>();

    /** Waits, for as long as was asked for, and gives back everything it took if it returns null or throws. */
    @FunctionalInterface
    interface Work {

        @Nullable
        ClusterLock run(Cancellation cancellation) throws SQLException;
    }

    private InterruptibleWait() {}

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "locking-group-wait");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs the work.
     *
     * @param timeout what was asked for
     * @return null if the time is up
     * @throws InterruptedException if interrupted; what the work takes then is given back
     */
    static @Nullable ClusterLock run(Work work, Duration timeout) throws InterruptedException, SQLException {
        InterruptibleWait wait = new InterruptibleWait();
        THREADS.execute(() -> wait.work(work));
        return wait.outcome(timeout.plus(TOLERANCE));
    }

    private void work(Work work) {
        try {
            ClusterLock lock = work.run(cancellation);
            if (!outcome.complete(lock) && lock != null) {
                lock.release();
            }
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }

    private @Nullable ClusterLock outcome(Duration timeout) throws InterruptedException, SQLException {
        try {
            return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw asItCame(e.getCause());
        } catch (TimeoutException e) {
            leave();
            return null;
        } catch (InterruptedException e) {
            leave();
            throw e;
        }
    }

    private static SQLException asItCame(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof SQLException sql ? sql : new SQLException(failure);
    }

    /** A statement that takes no notice is left to itself after a while. */
    private void leave() {
        long deadline = System.nanoTime() + LONGEST_CANCELLATION.toNanos();
        boolean interrupted = false;
        while (!outcome.isDone() && cancellation.request() && System.nanoTime() < deadline) {
            interrupted |= pause();
        }
        if (!outcome.cancel(false) && !outcome.isCompletedExceptionally()) {
            giveBack(outcome.join());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void giveBack(@Nullable ClusterLock lock) {
        if (lock != null) {
            lock.release();
        }
    }

    /** Returns whether it was interrupted. */
    private boolean pause() {
        try {
            outcome.get(BETWEEN_CANCELLATIONS.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return false;
        }
    }
}
