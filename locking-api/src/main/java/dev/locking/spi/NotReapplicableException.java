package dev.locking.spi;

/** An attempt has changed more than can be merged with what others have changed. The message says what. */
public final class NotReapplicableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason what hinders it, as in "it sent a statement of its own" */
    public NotReapplicableException(String reason) {
        super(reason);
    }
}
