package dev.locking;

import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conflict that was not, or could not be, resolved by running the operation again. Nothing of the operation was
 * committed.
 *
 * <p>The {@linkplain #getCause() cause} is the failure of the last attempt as it was thrown; the failures of the earlier
 * attempts are {@linkplain #getSuppressed() suppressed}, oldest first. The message names the operation, the attempts,
 * the time and what clashed, and never an attribute's value.
 *
 * @since 0.1
 */
public class ConflictException extends OptimisticLockException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<Conflict> conflicts;
    private final String operation;
    private final int attempts;
    private final Duration elapsed;

    /**
     * Only the engine creates instances.
     *
     * @param message one sentence for a person
     * @param conflicts what clashed in the last attempt
     * @param operation the operation's name
     * @param attempts how many attempts were made, 1 or more
     * @param elapsed the time since the execution began
     * @param cause the failure of the last attempt
     */
    public ConflictException(
            String message,
            List<Conflict> conflicts,
            String operation,
            int attempts,
            Duration elapsed,
            @Nullable Throwable cause) {
        super(message, cause);
        this.conflicts = List.copyOf(conflicts);
        this.operation = operation;
        this.attempts = attempts;
        this.elapsed = elapsed;
    }

    /**
     * What clashed in the last attempt.
     *
     * @return the conflicts, never empty except after deserialization
     */
    public List<Conflict> conflicts() {
        return conflicts == null ? List.of() : conflicts;
    }

    public String operation() {
        return operation;
    }

    /**
     * How many attempts were made. One whose rows could not be locked ended before the body ran.
     *
     * @return 1 or more
     */
    public int attempts() {
        return attempts;
    }

    /**
     * The time from the beginning of the execution until it gave up, by the monotonic clock.
     *
     * @return all attempts and waits together
     */
    public Duration elapsed() {
        return elapsed;
    }
}
