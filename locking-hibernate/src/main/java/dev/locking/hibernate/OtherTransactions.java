package dev.locking.hibernate;

import dev.locking.spi.RunningAttempt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Warns, once per operation, that a repeated attempt repeats work which the lost attempt's rollback did not take back. */
final class OtherTransactions {

    private static final Logger LOG = Logger.getLogger(OtherTransactions.class);

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private OtherTransactions() {}

    static void wroteAgain(RunningAttempt attempt, String entityName) {
        if (WARNED.add(attempt.operation())) {
            LOG.warnf(
                    "Attempt %d of %s writes %s in a transaction of its own (REQUIRES_NEW, another unit and the like), as the"
                            + " attempts before may have done: what those committed stays, and is done again. Write it in the attempt's"
                            + " transaction, or in Attempt.current().afterCommit(...). Not reported again for this operation.",
                    attempt.number(), attempt.operation(), entityName);
        }
    }
}
