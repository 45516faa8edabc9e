package dev.locking.benchmarks.overhead;

import dev.locking.spi.Body;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.Phase;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/** Begins nothing and commits nothing, so that the engine alone is measured. */
public final class NoTransactions implements BoundaryProvider, TransactionBoundary {

    @Override
    public TransactionBoundary boundary(String unit) {
        return this;
    }

    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
        Object result = body.run();
        attempt.reached(Phase.COMMIT_SENT);
        attempt.reached(Phase.APPLIED);
        return result;
    }

    @Override
    public void flush() {}

    @Override
    public void afterCommit(Runnable action) {
        throw new IllegalStateException("no transaction is active");
    }
}
