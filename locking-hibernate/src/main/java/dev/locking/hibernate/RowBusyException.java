package dev.locking.hibernate;

import dev.locking.spi.Row;
import jakarta.persistence.PersistenceException;

/** A row on which earlier attempts lost could not be locked; the cause says why. */
final class RowBusyException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    RowBusyException(Row row, RuntimeException cause) {
        super("Could not lock the " + row.entityName() + " on which earlier attempts lost", cause);
    }
}
