package dev.locking.hibernate;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.spi.CurrentAttempt;
import java.time.Duration;
import java.util.List;

/**
 * A conflict that this library has found itself, before Hibernate or the database would have, and that another run would
 * meet again: what the caller of {@link Versions} or {@link Snapshot} gets. Thrown out of an attempt, it becomes the cause of
 * what the caller of the operation gets.
 */
final class DetectedConflictException extends ConflictException {

    private static final long serialVersionUID = 1L;

    DetectedConflictException(String message, List<Conflict> conflicts) {
        super(message, conflicts, currentOperation(), 1, Duration.ZERO, null);
    }

    private static String currentOperation() {
        Attempt attempt = CurrentAttempt.get();
        return attempt == null ? "no operation" : attempt.operation();
    }
}
