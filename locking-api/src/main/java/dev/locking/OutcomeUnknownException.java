package dev.locking;

import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * The commit was sent and failed in a way that does not tell whether the change was applied, for example because the
 * connection broke. The operation was not run again, since that could apply its change twice.
 *
 * <p>The {@linkplain #getCause() cause} is the failure as it was thrown. Find out whether the change is there before you
 * call the operation again.
 *
 * @since 0.1
 */
public class OutcomeUnknownException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int attempts;

    /**
     * Only the engine creates instances.
     *
     * @param message one sentence for a person
     * @param operation the operation's name
     * @param attempts how many attempts were made, 1 or more
     * @param cause the failure of the commit
     */
    public OutcomeUnknownException(String message, String operation, int attempts, @Nullable Throwable cause) {
        super(message, cause);
        this.operation = operation;
        this.attempts = attempts;
    }

    public String operation() {
        return operation;
    }

    /**
     * How many attempts were made; only the last one's outcome is unknown, the earlier ones were rolled back.
     *
     * @return 1 or more
     */
    public int attempts() {
        return attempts;
    }
}
