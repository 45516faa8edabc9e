package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one execution that were lost to conflicts, oldest first. Used by one thread. */
final class LostAttempts {

    /** None in most executions. */
    private @Nullable List<LostAttempt> all;

    private int told;

    private record LostAttempt(int number, Exception failure, List<Conflict> conflicts) {}

    void add(int number, Exception failure, List<Conflict> conflicts) {
        if (all == null) {
            all = new ArrayList<>(4);
        }
        all.add(new LostAttempt(number, failure, conflicts));
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

    /** Of those that listeners have not been told of. */
    void tell(Listeners listeners, String operation) {
        while (all != null && told < all.size()) {
            LostAttempt lost = all.get(told++);
            listeners.onConflict(operation, lost.number, lost.conflicts);
        }
    }

    /** What the caller gets: caused by the last one, which has been {@linkplain #add added}. */
    ConflictException surfaced(GiveUp reason, String operation, int attempts, Duration elapsed) {
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
