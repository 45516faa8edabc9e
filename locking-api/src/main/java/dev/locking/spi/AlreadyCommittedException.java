package dev.locking.spi;

import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/** A boundary throws it where an attempt found its key in the ledger: somebody has committed under it. */
public final class AlreadyCommittedException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final transient LedgerEntry committed;
    private final @Nullable String result;

    /**
     * Thrown after the attempt's transaction has ended, without having run the body.
     *
     * @param committed the row that is in the ledger
     * @param result what {@link RunningAttempt#resultToStore()} gave it
     */
    public AlreadyCommittedException(LedgerEntry committed, @Nullable String result) {
        super(committed.operation() + " is in the ledger already");
        this.committed = committed;
        this.result = result;
    }

    /**
     * The row that is in the ledger.
     *
     * @return never of another key than the attempt's
     */
    public LedgerEntry committed() {
        return committed;
    }

    /**
     * The stored result.
     *
     * @return the text, or null if nothing was stored
     */
    public @Nullable String result() {
        return result;
    }
}
