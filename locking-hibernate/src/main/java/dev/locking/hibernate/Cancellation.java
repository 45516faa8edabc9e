package dev.locking.hibernate;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ends a statement that waits, by the word of another thread. Thread-safe. */
final class Cancellation {

    private static final Logger LOG = Logger.getLogger(DatabaseLocks.class);

    private @Nullable Statement waiting;
    private boolean requested;

    /** @throws SQLTimeoutException if nobody waits for it any more */
    synchronized void begin(Statement statement) throws SQLTimeoutException {
        if (requested) {
            throw new SQLTimeoutException("nobody waits for this any more");
        }
        waiting = statement;
    }

    /** From here on no statement is cancelled, and none that was cancelled is still to be reached. */
    synchronized void end() {
        waiting = null;
    }

    synchronized boolean isRequested() {
        return requested;
    }

    /**
     * Has to be repeated until the statement ends, since a statement that has not yet been sent takes no notice.
     *
     * @return whether a statement waits
     */
    synchronized boolean request() {
        requested = true;
        if (waiting == null) {
            return false;
        }
        try {
            waiting.cancel();
        } catch (SQLException e) {
            LOG.debug("A wait for a lock could not be cancelled", e);
        }
        return true;
    }
}
