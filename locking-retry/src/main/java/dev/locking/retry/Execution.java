package dev.locking.retry;

import dev.locking.Attempt;
import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.CurrentAttempt;
import dev.locking.spi.Outcome;
import dev.locking.spi.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/** One call of an operation. Used by one thread. */
abstract class Execution implements Attempt {

    final Operation operation;
    final Body body;
    final TransactionBoundary boundary;

    private final Listeners listeners;
    private final Timing timing;
    private final long started;

    Execution(Operation operation, Body body, TransactionBoundary boundary, Listeners listeners, Timing timing) {
        this.operation = operation;
        this.body = body;
        this.boundary = boundary;
        this.listeners = listeners;
        this.timing = timing;
        this.started = timing.nanoClock().getAsLong();
    }

    abstract @Nullable Object execute() throws Throwable;

    /** Runs the work while {@link Attempt#current()} answers this. */
    @Nullable
    Object runAsCurrent(Body work) throws Throwable {
        Attempt outer = CurrentAttempt.get();
        CurrentAttempt.set(this);
        try {
            return LogContext.run(number(), work);
        } finally {
            CurrentAttempt.set(outer);
        }
    }

    @Override
    public String operation() {
        return operation.name();
    }

    Listeners listeners() {
        return listeners;
    }

    long started() {
        return started;
    }

    long elapsedNanos() {
        return timing.nanoClock().getAsLong() - started;
    }

    /** The time is read for those who want to know it. */
    void finished(Outcome outcome, @Nullable Throwable failure) {
        boolean isLogged = ExecutionLog.isFor(outcome);
        if (!isLogged && !listeners.areActive()) {
            return;
        }
        long elapsed = elapsedNanos();
        if (isLogged) {
            ExecutionLog.ended(operation.name(), outcome, number(), elapsed, failure);
        }
        listeners.onFinished(operation.name(), outcome, number(), elapsed);
    }

    <X extends Throwable> X finishedWith(Outcome outcome, X failure) {
        finished(outcome, failure);
        return failure;
    }
}
