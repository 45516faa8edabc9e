package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.CombineFlush;
import dev.locking.GroupPolicy;
import dev.locking.spi.Body;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that share one transaction, on the thread of the first of them, who has the turn. Whatever happens, each call has come
 * to an end, or is left alone, when it is over.
 */
final class Batch implements Body {

    /** A batch that loses a call begins again without it; one that loses more is not worth it. */
    private static final int MOST_LEFT_ALONE = 3;

    private final CombinedCall leader;
    private final GroupPolicy group;
    private final Groups.Turn turn;
    private final RetryEngine engine;

    private final List<CombinedCall> together;
    private @Nullable CombinedCall running;
    private final List<BatchExecution> attempts = new ArrayList<>();

    /** @param together the leader first */
    Batch(List<CombinedCall> together, GroupPolicy group, Groups.Turn turn, RetryEngine engine) {
        this.together = new ArrayList<>(together);
        this.leader = together.get(0);
        this.group = group;
        this.turn = turn;
        this.engine = engine;
    }

    /**
     * Does not throw what a call is to be told. If this itself breaks, such as by a lack of memory, nobody waits for ever, and
     * nobody runs what may have committed.
     */
    void execute() {
        try {
            executeTogether();
        } catch (Throwable broken) {
            together.forEach(call -> call.lostSightOf(broken));
            throw broken;
        }
        attempts.forEach(OwnedExecution::tellOfLostAttempts);
    }

    private void executeTogether() {
        int begun = 0;
        while (together.size() > 1 && begun++ <= MOST_LEFT_ALONE && tryTogether()) {
            together.remove(leaveAlone(requireNonNull(running)));
        }
        turn.giveBack();
        together.forEach(this::leaveAlone);
    }

    /** Returns whether it is worth it to try again, without the one whose body failed. */
    private boolean tryTogether() {
        BatchExecution next = new BatchExecution(leader.operation, this, leader.boundary, turn, engine);
        if (!attempts.isEmpty()) {
            next.continueAfter(last());
        }
        attempts.add(next);
        try {
            next.execute();
        } catch (Throwable failure) {
            return next.isCertainlyRolledBack() ? running != null : lostSightOf(failure);
        }
        int calls = together.size();
        together.forEach(CombinedCall::committed);
        together.clear();
        engine.listeners().onCombined(group.name(), calls);
        return false;
    }

    private BatchExecution last() {
        return attempts.get(attempts.size() - 1);
    }

    private boolean lostSightOf(Throwable failure) {
        together.forEach(call -> call.lostSightOf(failure));
        together.clear();
        return false;
    }

    private CombinedCall leaveAlone(CombinedCall call) {
        call.isLeftAlone(last());
        return call;
    }

    /** All bodies, one after the other, as one attempt. */
    @Override
    public @Nullable Object run() throws Throwable {
        int number = last().number();
        for (CombinedCall call : together) {
            running = call;
            call.runIn(number);
            if (group.combineFlush() == CombineFlush.EACH) {
                call.boundary.flush();
            }
        }
        running = null;
        return null;
    }
}
