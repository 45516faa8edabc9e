package dev.locking;

import jakarta.persistence.PersistenceException;

/**
 * The operation was called before with the same {@link IdempotencyKey} and other arguments. Nothing was done. Either the
 * key does not tell calls apart, or a client uses one key for two things.
 *
 * @since 0.1
 */
public class IdempotencyKeyReusedException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final String operation;

    /**
     * Only the engine creates instances.
     *
     * @param message one sentence for a person
     * @param operation the operation's name
     */
    public IdempotencyKeyReusedException(String message, String operation) {
        super(message);
        this.operation = operation;
    }

    public String operation() {
        return operation;
    }
}
