package dev.locking.retry;

import dev.locking.spi.Row;

/**
 * Ends an attempt that was about to read a row whose turn somebody else has: it would lose. The next one begins when it has
 * the turn, for which it waits without a connection. No stack trace: it is thrown often on a hot row, and never leaves the
 * engine.
 */
final class TurnAwaitedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Row row;

    TurnAwaitedException(Row row) {
        super("somebody else has the turn on " + row.entityName(), null, false, false);
        this.row = row;
    }

    Row row() {
        return row;
    }
}
