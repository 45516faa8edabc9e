package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.RetryPolicy;
import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a lost attempt of an execution and its next one: limits, a wait, and the turn on the rows that
 * clashed. All of it holds neither transaction nor connection. Used by one thread.
 */
final class NextAttempt {

    private final TransactionBoundary boundary;
    private final RetryPolicy policy;
    private final Turns turns;
    private final RetryBudget budget;
    private final Timing timing;
    private final LongSupplier remainingNanos;

    private LostRows lostRows = LostRows.NONE;
    private @Nullable Held turn;

    /** @param remainingNanos the time that is left for the execution */
    NextAttempt(
            TransactionBoundary boundary,
            RetryPolicy policy,
            Turns turns,
            RetryBudget budget,
            Timing timing,
            LongSupplier remainingNanos) {
        this.boundary = boundary;
        this.policy = policy;
        this.turns = turns;
        this.budget = budget;
        this.timing = timing;
        this.remainingNanos = remainingNanos;
    }

    /**
     * Waits until the next attempt may begin.
     *
     * @param lostAttempt the number of the one before
     * @param conflicts on which that was lost
     * @return why there is none, or null if it may begin now
     */
    @Nullable
    GiveUp awaitAfterConflict(int lostAttempt, List<Conflict> conflicts) {
        LostRows rows = lostRows.and(conflicts);
        if (lostAttempt > policy.maxRetries()) {
            return GiveUp.NO_RETRY_LEFT;
        }
        if (rows.all().isEmpty() && !budget.tryWithdraw(timing.nanoClock().getAsLong())) {
            return GiveUp.BUDGET;
        }
        return await(lostAttempt, rows);
    }

    /** As {@link #awaitAfterConflict}, to ask the ledger; that adds no load that was not there before. */
    @Nullable
    GiveUp awaitAfterDoubt(int doubtfulAttempt) {
        return doubtfulAttempt > policy.maxRetries() ? GiveUp.NO_RETRY_LEFT : await(doubtfulAttempt, lostRows);
    }

    /** First a random while, then for the turn. */
    private @Nullable GiveUp await(int lostAttempt, LostRows rows) {
        long delay = delayNanos(lostAttempt);
        if (delay >= remainingNanos.getAsLong()) {
            return GiveUp.DEADLINE;
        }
        try {
            sleep(delay);
            return takeTurn(rows) ? null : GiveUp.DEADLINE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GiveUp.INTERRUPTED;
        }
    }

    /** Who has the turn does not wait: all others would wait with it, and whoever comes new would go first each time. */
    private long delayNanos(int lostAttempt) {
        return hasTurn()
                ? 0
                : Backoff.delayNanos(policy, lostAttempt, timing.random().getAsDouble());
    }

    private void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (nanos > 0) {
            timing.sleeper().sleep(nanos);
        }
    }

    private boolean takeTurn(LostRows rows) throws InterruptedException {
        if (rows.equals(lostRows)) {
            return true;
        }
        giveTurnBack();
        lostRows = rows;
        turn = turns.take(boundary, rows.all(), remainingNanos.getAsLong(), timing);
        return turn != null;
    }

    boolean hasTurn() {
        return turn != null;
    }

    void giveTurnBack() {
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    List<Row> rowsToLock() {
        return lostRows.byVersion();
    }
}
