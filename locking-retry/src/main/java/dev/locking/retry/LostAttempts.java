package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one execution that were in vain, oldest first, and the time that they took. Times are nanoseconds since the
 * execution began. Used by one thread.
 */
final class LostAttempts {

    private static final long NOT_YET = -1;

    private final String operation;
    private final Listeners listeners;
    private final LongSupplier elapsedNanos;

    /** None in most executions. */
    private @Nullable List<LostAttempt> all;

    private final boolean areTold;
    private final List<Runnable> untold = new ArrayList<>(0);

    /** Of the attempt that runs, or has just been in vain. */
    private long began;

    private long endedInVain = NOT_YET;

    /**
     * None yet.
     *
     * @param listeners are told of them in time; the clock is read for nobody else
     * @param elapsedNanos since the execution began
     */
    LostAttempts(String operation, Listeners listeners, LongSupplier elapsedNanos) {
        this.operation = operation;
        this.listeners = listeners;
        this.elapsedNanos = elapsedNanos;
        this.areTold = listeners.areActive();
    }

    private record LostAttempt(Exception failure, List<Conflict> conflicts) {}

    /** The attempt met conflicts. */
    void add(int number, Exception failure, List<Conflict> conflicts) {
        if (all == null) {
            all = new ArrayList<>(4);
        }
        all.add(new LostAttempt(failure, conflicts));
        if (areTold) {
            untold.add(() -> listeners.onConflict(operation, number, conflicts));
        }
    }

    /** The attempt was in vain, whether it met conflicts or was given up before. */
    void inVain(int number) {
        if (areTold) {
            endedInVain = elapsedNanos.getAsLong();
            long elapsed = endedInVain - began;
            untold.add(() -> listeners.onLost(operation, number, elapsed));
        }
    }

    void nextBegins(int number) {
        if (!areTold) {
            return;
        }
        long now = elapsedNanos.getAsLong();
        if (endedInVain != NOT_YET) {
            long waited = now - endedInVain;
            untold.add(() -> listeners.onDelay(operation, number, waited));
        }
        endedInVain = NOT_YET;
        began = now;
    }

    /** Of the last one, which has been {@linkplain #add added}. */
    Exception lastFailure() {
        List<LostAttempt> lost = any();
        return lost.get(lost.size() - 1).failure;
    }

    private List<LostAttempt> any() {
        if (all == null) {
            throw new IllegalStateException("nothing was lost");
        }
        return all;
    }

    /** Of what listeners have not been told of. */
    void tell() {
        untold.forEach(Runnable::run);
        untold.clear();
    }

    /** What the caller gets: caused by the last one, which has been {@linkplain #add added}. */
    ConflictException surfaced(GiveUp reason, int attempts, Duration elapsed) {
        List<LostAttempt> lost = any();
        LostAttempt last = lost.get(lost.size() - 1);
        ConflictException surfaced = new ConflictException(
                reason.message(operation, attempts, elapsed, last.conflicts),
                last.conflicts,
                operation,
                attempts,
                elapsed,
                last.failure);
        lost.subList(0, lost.size() - 1).forEach(earlier -> surfaced.addSuppressed(earlier.failure));
        return surfaced;
    }
}
