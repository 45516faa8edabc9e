package dev.locking.retry;

import dev.locking.Operation;
import dev.locking.spi.Outcome;
import dev.locking.spi.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/** The retry loop around calls that share a transaction. What is told of its end, each of the calls tells itself. */
final class BatchExecution extends OwnedExecution {

    BatchExecution(
            Operation operation, Batch calls, TransactionBoundary boundary, Groups.Turn turn, RetryEngine engine) {
        super(operation, calls, boundary, null, turn, engine);
    }

    @Override
    public boolean mayCommitAfter(Throwable failure) {
        return false;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /** The turn is kept for those that try again; the batch gives it back. */
    @Override
    void finished(Outcome outcome, @Nullable Throwable failure) {}
}
