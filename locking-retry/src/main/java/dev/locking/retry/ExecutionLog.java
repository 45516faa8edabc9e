package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of single executions, by a logger of their own, so that its level can be set apart: one line at the end of
 * each, which is a warning if the caller has to do something about a conflict, and one at DEBUG for each lost attempt.
 */
final class ExecutionLog {

    static final String NAME = "dev.locking.executions";

    private static final Logger LOG = Logger.getLogger(NAME);

    private ExecutionLog() {}

    static void lost(String operation, int attempt, List<Conflict> conflicts) {
        LOG.debugf("%s: attempt %s was lost: %s", operation, attempt, conflicts);
    }

    /** Whether the end is logged: what only costs something is not worked out for nobody. */
    static boolean isFor(Outcome outcome) {
        return LOG.isEnabled(level(outcome));
    }

    /** @param failure what the caller gets, or null */
    static void ended(String operation, Outcome outcome, int attempts, long elapsedNanos, @Nullable Throwable failure) {
        if (failure instanceof ConflictException || failure instanceof OutcomeUnknownException) {
            LOG.log(level(outcome), failure.getMessage());
            return;
        }
        LOG.logf(
                level(outcome),
                "%s: %s after %s in %s ms%s",
                operation,
                outcome.name().toLowerCase(Locale.ROOT),
                attempts == 1 ? "1 attempt" : attempts + " attempts",
                TimeUnit.NANOSECONDS.toMillis(elapsedNanos),
                failure == null ? "" : " by " + failure.getClass().getName());
    }

    private static Level level(Outcome outcome) {
        return switch (outcome) {
            case SURFACED, EXHAUSTED, UNKNOWN -> Level.WARN;
            case SUCCESS, RETRIED, REAPPLIED, COMBINED, VERIFIED, REPLAYED, PROPAGATED, FAILED -> Level.DEBUG;
        };
    }
}
