package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a lost attempt of an execution and its next one: limits, a wait, and the turn on the rows that
 * clashed. All of it holds neither transaction nor connection. Used by one thread.
 */
final class NextAttempt {

    private final Operation operation;
    private final TransactionBoundary boundary;
    private final RetryPolicy policy;
    private final Turns turns;
    private final RetryBudget budget;
    private final Timing timing;
    private final LongSupplier remainingNanos;

    private LostRows lostRows = LostRows.NONE;
    private Set<Row> rowsWithTurn = Set.of();
    private @Nullable Held turn;

    /** @param remainingNanos the time that is left for the execution */
    NextAttempt(
            Operation operation,
            TransactionBoundary boundary,
            Turns turns,
            RetryBudget budget,
            Timing timing,
            LongSupplier remainingNanos) {
        this.operation = operation;
        this.boundary = boundary;
        this.policy = operation.policy();
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
        conflicts.forEach(this::heat);
        LostRows rows = lostRows.and(conflicts);
        rows.byVersion().forEach(this::heatIfOvertaken);
        if (lostAttempt > policy.maxRetries()) {
            return GiveUp.NO_RETRY_LEFT;
        }
        giveBackWhatWasTakenToRead();
        if (rows.all().isEmpty() && !budget.tryWithdraw(timing.nanoClock().getAsLong())) {
            return GiveUp.BUDGET;
        }
        return awaitAfter(lostAttempt, rows);
    }

    private void heat(Conflict conflict) {
        Row row = LostRows.row(conflict);
        if (row != null) {
            turns.contended(boundary, operation.name(), row);
        }
    }

    private void heatIfOvertaken(Row row) {
        if (rowsWithTurn.contains(row) && !lostRows.byVersion().contains(row)) {
            turns.overtaken(boundary, operation.name(), row);
        }
    }

    /** Whoever loses for the first time waits as its policy says, also if the row was hot and its turn was free. */
    private void giveBackWhatWasTakenToRead() {
        if (lostRows.all().isEmpty()) {
            giveTurnBack();
        }
    }

    /** As {@link #awaitAfterConflict}, to ask the ledger; that adds no load that was not there before. */
    @Nullable
    GiveUp awaitAfterDoubt(int doubtfulAttempt) {
        return doubtfulAttempt > policy.maxRetries() ? GiveUp.NO_RETRY_LEFT : awaitAfter(doubtfulAttempt, lostRows);
    }

    /**
     * Whether the attempt that runs may read a row without losing on it before long: if others lose on it lately, it should
     * have the turn, which is taken if it is free; and if they lose in spite of that, a lock, which an attempt takes when it
     * begins.
     */
    boolean mayRead(Row row) {
        if (!turns.isHot(boundary, operation.name(), row) || rowsWithTurn.contains(row)) {
            return true;
        }
        Held taken = turn == null ? turns.none() : turn;
        if (turns.takeAtOnce(taken, boundary, row)) {
            turn = taken;
            rowsWithTurn = new HashSet<>(rowsWithTurn);
            rowsWithTurn.add(row);
            return !turns.isToBeLocked(boundary, operation.name(), row);
        }
        turns.contended(boundary, operation.name(), row);
        return false;
    }

    /**
     * Waits for the turn on a row that {@linkplain #mayRead could not be read}, and on those that could.
     *
     * @return why it did not come, or null if the next attempt may begin now
     */
    @Nullable
    GiveUp awaitTurn(Row row) {
        LostRows rows = lostRows.andThose(rowsWithTurn).andThose(List.of(row));
        return await(0, turns.isToBeLocked(boundary, operation.name(), row) ? rows.andToLock(row) : rows);
    }

    private @Nullable GiveUp awaitAfter(int lostAttempt, LostRows rows) {
        return await(delayNanos(lostAttempt), rows);
    }

    /** First a while, then for the turn. */
    private @Nullable GiveUp await(long delayNanos, LostRows rows) {
        long remaining = remainingNanos.getAsLong();
        if (delayNanos >= remaining) {
            return GiveUp.DEADLINE;
        }
        try {
            sleep(delayNanos);
            return takeTurn(rows, delayNanos > 0 ? remainingNanos.getAsLong() : remaining) ? null : GiveUp.DEADLINE;
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

    private boolean takeTurn(LostRows rows, long nanos) throws InterruptedException {
        lostRows = rows;
        if (rowsWithTurn.containsAll(rows.all())) {
            return true;
        }
        giveTurnBack();
        turn = turns.take(boundary, rows.all(), nanos, timing);
        if (turn != null) {
            rowsWithTurn = rows.all().size() == 1 ? Set.of(rows.all().get(0)) : Set.copyOf(rows.all());
        }
        return turn != null;
    }

    boolean hasTurn() {
        return turn != null;
    }

    void giveTurnBack() {
        if (turn != null) {
            turn.close();
            turn = null;
            rowsWithTurn = Set.of();
        }
    }

    List<Row> rowsToLock() {
        return lostRows.byVersion();
    }
}
