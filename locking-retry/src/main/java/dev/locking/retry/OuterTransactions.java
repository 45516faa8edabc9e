package dev.locking.retry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Warns, once per operation, that a conflict could not be retried because the operation did not begin its transaction. */
final class OuterTransactions {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void metConflict(String operation) {
        if (warned.add(operation)) {
            LOG.warnf(
                    "%s met a conflict inside a transaction that began before it, so it was not retried: only whoever began"
                            + " the transaction can repeat it as a whole. Annotate the method that begins it, or call %s"
                            + " outside of it. Not reported again for this operation.",
                    operation, operation);
        }
    }
}
