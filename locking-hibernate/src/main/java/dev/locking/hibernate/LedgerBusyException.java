package dev.locking.hibernate;

import jakarta.persistence.PersistenceException;

/** The ledger cannot tell yet: another transaction that inserted the same key has not ended, or its row is just being removed. */
final class LedgerBusyException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    LedgerBusyException(Throwable cause) {
        super("Another call with the same idempotency key has not ended", cause);
    }
}
