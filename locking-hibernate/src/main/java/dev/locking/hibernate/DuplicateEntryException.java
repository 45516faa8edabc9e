package dev.locking.hibernate;

import dev.locking.spi.LedgerEntry;
import jakarta.persistence.PersistenceException;

/** The ledger has the key already. */
final class DuplicateEntryException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final transient LedgerEntry entry;

    DuplicateEntryException(LedgerEntry entry, Throwable cause) {
        super(cause);
        this.entry = entry;
    }

    LedgerEntry entry() {
        return entry;
    }
}
