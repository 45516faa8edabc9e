package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.Body;
import dev.locking.spi.Outcome;
import dev.locking.spi.TransactionBoundary;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call that may share its transaction with others. Its caller waits until it leads, or until a leader has brought it to an
 * end. What a leader writes here is seen by the caller when the state says that it has ended.
 */
final class CombinedCall extends Execution {

    enum State {

        /** For somebody who takes it along. */
        WAITS,

        /** It stands in the queue for the turn, for itself and those that wait. */
        LEADS,

        /** Its leader has the turn, and runs it. */
        TAKEN,

        COMMITTED,

        /** Its transaction may have committed; it must not run again. */
        LOST_SIGHT_OF,

        /** Rolled back with the others; to be run without them. */
        ALONE
    }

    private final Thread caller = Thread.currentThread();
    private final Body carried;
    private volatile State state = State.WAITS;

    private long waited;
    private int number;
    private @Nullable Object returned;
    private AfterCommit afterCommit = new AfterCommit();
    private @Nullable RolledBack rolledBack;
    private @Nullable Throwable failure;

    /** @param carried the body, with what its caller's thread knows of the call */
    CombinedCall(Operation operation, Body body, Body carried, TransactionBoundary boundary, RetryEngine engine) {
        super(operation, body, boundary, engine.listeners(), engine.timing());
        this.carried = carried;
    }

    /** A leader takes it along. Its caller sleeps on: until the end there is nothing for it to do. */
    void isTaken() {
        waited = elapsedNanos();
        state = State.TAKEN;
    }

    /** How long it took until a leader took it along. */
    long waitedNanos() {
        return waited;
    }

    /** Runs the body on the leader's thread, inside the leader's transaction. */
    void runIn(int attempt) throws Throwable {
        number = attempt;
        afterCommit = new AfterCommit();
        returned = runAsCurrent(carried);
    }

    void committed() {
        become(State.COMMITTED);
    }

    /** Unless it has ended before. */
    void lostSightOf(Throwable cause) {
        if (state == State.TAKEN) {
            failure = cause;
            become(State.LOST_SIGHT_OF);
        }
    }

    /** @param attempts that were rolled back, the last one with this call in it */
    void isLeftAlone(RolledBack attempts) {
        rolledBack = attempts;
        become(State.ALONE);
    }

    /** A caller that lets itself lead is not woken: that would stay with its thread, and end a wait inside its body. */
    void become(State next) {
        state = next;
        if (Thread.currentThread() != caller) {
            LockSupport.unpark(caller);
        }
    }

    State state() {
        return state;
    }

    /**
     * Waits until somebody lets it lead, or has brought it to its end.
     *
     * @return what it has become; if the time is up before, TAKEN if a leader runs it, else WAITS
     * @throws InterruptedException if interrupted before or while waiting
     */
    State awaitTurn(long nanos) throws InterruptedException {
        long deadline = elapsedNanos() + nanos;
        while (state == State.WAITS) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = deadline - elapsedNanos();
            if (left <= 0) {
                return State.WAITS;
            }
            LockSupport.parkNanos(this, left);
        }
        return state;
    }

    /** Waits for its leader, who cannot be called back; an interrupt is kept for later. */
    void awaitEnd() {
        boolean interrupted = false;
        while (state == State.TAKEN) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    /** Returns or throws what became of it, on the caller's thread. */
    @Override
    @Nullable
    Object execute() throws Throwable {
        if (state == State.COMMITTED) {
            afterCommit.run(operation.name());
            finished(Outcome.COMBINED, null);
            return returned;
        }
        throw finishedWith(Outcome.UNKNOWN, outcomeUnknown());
    }

    private OutcomeUnknownException outcomeUnknown() {
        return new OutcomeUnknownException(
                operation.name()
                        + ": the commit of the transaction that it shared with other calls of its exclusive group"
                        + " failed without saying whether it was applied (attempt " + number
                        + "); it was not repeated. Check whether the change is there before you call again.",
                operation.name(),
                number,
                requireNonNull(failure));
    }

    /** The attempts of which it was a part, when it has to run alone. */
    RolledBack rolledBack() {
        return requireNonNull(rolledBack);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(requireNonNull(action, "action"));
    }
}
