package dev.locking.hibernate;

import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** Says once that locks were lost, and what that means. */
final class LostLocks {

    private static final Logger LOG = Logger.getLogger(DatabaseLocks.class);

    private LostLocks() {}

    /** The connection that had the locks failed. */
    static void connectionBroke(Collection<String> names, Exception why) {
        if (!names.isEmpty()) {
            warn(names, "their connection is broken (" + why.getMessage() + ")");
        }
    }

    /** The connection works, but does not have the lock. */
    static void takenAway(String name) {
        warn(
                List.of(name),
                "the session did not have them any more: somebody gave them back, or a pool between here and the"
                        + " database (such as PgBouncer with pool_mode = transaction) changes sessions");
    }

    private static void warn(Collection<String> names, String why) {
        LOG.warnf(
                "Locks of exclusive groups were lost: %s, because %s. Until they are taken again others may have been in"
                        + " their turn too; that costs conflicts, and no update.",
                names, why);
    }
}
