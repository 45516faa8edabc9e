package dev.locking.retry;

import dev.locking.CombineFlush;
import dev.locking.GroupPolicy;
import dev.locking.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a leader. Each attempt runs the leader's own body first, and then, in the same transaction, those of the
 * calls that wait by the time when it has returned: its passengers. Whatever happens, each of them has come to an end, or
 * is left alone, when the execution is over.
 */
final class LeadingExecution extends OwnedExecution {

    /** An execution that loses a passenger repeats its attempt without it; if it loses more, it goes on without any. */
    private static final int MOST_LEFT_ALONE = 3;

    private final GroupPolicy group;
    private final Supplier<@Nullable CombinedCall> waiting;

    private final List<CombinedCall> passengers = new ArrayList<>();
    private boolean takesMore = true;
    private int leftAlone;
    private int combined;

    /** How many passengers' bodies have begun in this attempt. */
    private int begun;

    /** Whether all bodies of this attempt have returned. */
    private boolean allReturned;

    /**
     * The execution of a call that leads.
     *
     * @param call which has the turn
     * @param turn is given back at its end
     * @param waiting the next one that waits; null if there is none, and then it is not asked again
     */
    LeadingExecution(
            CombinedCall call,
            GroupPolicy group,
            Groups.Turn turn,
            Supplier<@Nullable CombinedCall> waiting,
            RetryEngine engine) {
        super(call.operation, call.body, call.boundary, null, turn, engine);
        this.group = group;
        this.waiting = waiting;
    }

    /** If this itself breaks, such as by a lack of memory, no passenger waits for ever, and none runs that may have committed. */
    @Override
    @Nullable
    Object execute() throws Throwable {
        try {
            return super.execute();
        } catch (Throwable failure) {
            end(failure);
            throw failure;
        }
    }

    private void end(Throwable failure) {
        if (isCertainlyRolledBack()) {
            leaveAllAlone();
        } else {
            passengers.forEach(passenger -> passenger.lostSightOf(failure));
            passengers.clear();
        }
    }

    /** All bodies, one after the other, as one attempt. */
    @Override
    public @Nullable Object run() throws Throwable {
        begun = 0;
        allReturned = false;
        Object own = super.run();
        flushIfEach();
        for (CombinedCall passenger : passengers) {
            run(passenger);
        }
        for (CombinedCall next = next(); next != null; next = next()) {
            passengers.add(next);
            run(next);
        }
        allReturned = true;
        return own;
    }

    private @Nullable CombinedCall next() {
        CombinedCall next = takesMore && passengers.size() + 1 < group.combine() ? waiting.get() : null;
        takesMore = next != null;
        return next;
    }

    private void run(CombinedCall passenger) throws Throwable {
        begun++;
        passenger.runIn(number());
        throwIfTurnIsAwaited();
        flushIfEach();
    }

    private void flushIfEach() {
        if (group.combineFlush() == CombineFlush.EACH) {
            boundary.flush();
        }
    }

    /** What ends an attempt that is shared is nobody's yet: whose it is shows when it is repeated without the one, or alone. */
    @Override
    void throwUnlessToBeRepeated(Throwable failure) throws Throwable {
        try {
            super.throwUnlessToBeRepeated(failure);
        } catch (Throwable end) {
            if (!isShared() || !isCertainlyRolledBack()) {
                throw end;
            }
            repeatWithoutWhoFailed();
        }
    }

    private void repeatWithoutWhoFailed() {
        boolean isLastOnes = !allReturned && ++leftAlone <= MOST_LEFT_ALONE;
        if (isLastOnes) {
            leaveAlone(passengers.remove(begun - 1));
        } else {
            leaveAllAlone();
            takesMore = false;
        }
        begun = 0;
    }

    private void leaveAllAlone() {
        passengers.forEach(this::leaveAlone);
        passengers.clear();
    }

    private void leaveAlone(CombinedCall passenger) {
        passenger.isLeftAlone(rolledBack());
    }

    /** Whoever leads next comes from those who return now, so that they are told before the turn is given back. */
    @Override
    void applied() {
        combined = passengers.size() + 1;
        passengers.forEach(CombinedCall::committed);
        passengers.clear();
    }

    @Override
    Outcome outcome() {
        return passengers.isEmpty() ? super.outcome() : Outcome.COMBINED;
    }

    @Override
    void finished(Outcome outcome, @Nullable Throwable failure) {
        if (failure != null && isShared() && isCertainlyRolledBack()) {
            return;
        }
        super.finished(outcome, failure);
        if (combined > 1) {
            listeners().onCombined(group.name(), combined);
        }
    }

    @Override
    public boolean mayCommitAfter(Throwable failure) {
        return !isShared() && super.mayCommitAfter(failure);
    }

    @Override
    public boolean isShared() {
        return begun > 0;
    }
}
