package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.CurrentAttempt;
import dev.locking.spi.Outcome;
import dev.locking.spi.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation inside a transaction that is already active: the body runs once, and whatever it throws goes
 * out to the owner of the transaction, who alone can repeat it.
 */
final class JoinedExecution extends Execution {

    JoinedExecution(Operation operation, Body body, TransactionBoundary boundary, Listeners listeners, Timing timing) {
        super(operation, body, boundary, listeners, timing);
    }

    @Override
    @Nullable
    Object run() throws Throwable {
        try {
            return insideAnAttemptOfTheSameTransaction() ? body.run() : runAsCurrent(body);
        } finally {
            finished(Outcome.PROPAGATED);
        }
    }

    private boolean insideAnAttemptOfTheSameTransaction() {
        return CurrentAttempt.get() instanceof Execution outer && outer.boundary == boundary;
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public void afterCommit(Runnable action) {
        requireNonNull(action, "action");
        boundary.afterCommit(() -> AfterCommit.runQuietly(operation.name(), action));
    }
}
