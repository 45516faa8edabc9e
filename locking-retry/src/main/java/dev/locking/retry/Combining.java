package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.GroupBusyException;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.UnknownOutcome;
import dev.locking.retry.CombinedCall.State;
import dev.locking.retry.Groups.GroupLock;
import dev.locking.spi.Body;
import dev.locking.spi.ContextCarrier;
import dev.locking.spi.TransactionBoundary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the same turn and share a transaction. For each key one of them, the leader, stands in the queue for all
 * who wait; when it has the turn and has run its own body, it takes along those that are there, one after the other, and the
 * next one leads. Thread-safe.
 */
final class Combining {

    private final ConcurrentMap<Place, Line> lines = new ConcurrentHashMap<>();
    private final RetryEngine engine;
    private final List<ContextCarrier> carriers;

    Combining(RetryEngine engine, List<ContextCarrier> carriers) {
        this.engine = engine;
        this.carriers = List.copyOf(carriers);
    }

    /** Where calls meet that can share a transaction. */
    private record Place(GroupLock lock, TransactionBoundary boundary) {}

    private static final class Line {

        @Nullable
        CombinedCall leader;

        final Deque<CombinedCall> others = new ArrayDeque<>();
    }

    /** Whether calls of the operation may share a transaction. Which of them do is for the moment to say. */
    static boolean isFor(Operation operation) {
        GroupPolicy group = operation.group();
        return group != null
                && group.combine() > 1
                && operation.policy().maxRetries() > 0
                && operation.policy().resolution() != Resolution.REAPPLY
                && operation.policy().outcome() != UnknownOutcome.VERIFY;
    }

    /** One call, from its wait for the turn to its end. */
    @Nullable
    Object execute(Operation operation, Body body, TransactionBoundary boundary, GroupLock lock) throws Throwable {
        GroupPolicy group = requireNonNull(operation.group());
        CombinedCall call = new CombinedCall(operation, body, carried(body), boundary, engine);
        Place place = new Place(lock, boundary);
        if (!join(place, call, group.maxQueued())) {
            throw busy(call, place, "maxQueued = " + group.maxQueued() + " others wait already");
        }
        if (awaitTurn(place, call, group) != State.LEADS) {
            return takenAlong(call, lock);
        }
        try (Groups.Turn turn = takeTurn(place, call, group)) {
            return lead(place, call, group, turn);
        }
    }

    private @Nullable Object lead(Place place, CombinedCall call, GroupPolicy group, Groups.Turn turn)
            throws Throwable {
        try {
            return new LeadingExecution(call, group, turn, () -> next(place, call), engine).execute();
        } finally {
            leave(place, call);
        }
    }

    private @Nullable Object takenAlong(CombinedCall call, GroupLock lock) throws Throwable {
        call.awaitEnd();
        try {
            return end(call, lock);
        } finally {
            engine.groups().waited(call.operation, call.waitedNanos());
        }
    }

    private @Nullable Object end(CombinedCall call, GroupLock lock) throws Throwable {
        return call.state() == State.ALONE ? runAlone(call, lock) : call.execute();
    }

    private @Nullable Object runAlone(CombinedCall call, GroupLock lock) throws Throwable {
        GroupPolicy group = requireNonNull(call.operation.group());
        try (Groups.Turn turn = engine.groups()
                .enter(call.operation, List.of(lock), group.maxWait().toNanos())) {
            // Without a receipt: what may be shared keeps no ledger.
            OwnedExecution alone = new OwnedExecution(call.operation, call.body, call.boundary, null, turn, engine);
            alone.continueAfter(call.rolledBack());
            return alone.execute();
        }
    }

    private Body carried(Body body) {
        Body carried = LogContext.ofCurrentAttempt(body);
        for (ContextCarrier carrier : carriers) {
            carried = carrier.carry(carried);
        }
        return carried;
    }

    private State awaitTurn(Place place, CombinedCall call, GroupPolicy group) {
        String refused = "the thread was interrupted while it waited for its turn";
        try {
            if (call.awaitTurn(group.maxWait().toNanos()) != State.WAITS) {
                return call.state();
            }
            refused = "its turn did not come within maxWait = " + group.maxWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (leave(place, call)) {
            throw busy(call, place, refused);
        }
        return call.state();
    }

    private GroupBusyException busy(CombinedCall call, Place place, String reason) {
        engine.groups().waited(call.operation, call.elapsedNanos());
        return engine.groups().busy(call.operation, List.of(place.lock), reason);
    }

    /** The leader waits with all others behind it; if it gives up, the next one leads. */
    private Groups.Turn takeTurn(Place place, CombinedCall call, GroupPolicy group) {
        Groups.Turn turn = null;
        try {
            long left = Math.max(1, group.maxWait().toNanos() - call.elapsedNanos());
            turn = engine.groups().enter(call.operation, List.of(place.lock), left);
            return turn;
        } finally {
            if (turn == null) {
                leave(place, call);
            }
        }
    }

    /** How many calls of a group wait right now for somebody who takes them along. */
    int waiting(String group) {
        int[] waiting = {0};
        for (Place place : lines.keySet()) {
            if (place.lock.group().equals(group)) {
                lines.computeIfPresent(place, (same, line) -> {
                    waiting[0] += line.others.size();
                    return line;
                });
            }
        }
        return waiting[0];
    }

    private boolean join(Place place, CombinedCall call, int mostWaiting) {
        boolean[] joined = {true};
        lines.compute(place, (same, known) -> {
            Line line = known == null ? new Line() : known;
            if (line.leader == null) {
                line.leader = call;
                call.become(State.LEADS);
            } else {
                joined[0] = line.others.size() < mostWaiting && line.others.add(call);
            }
            return line;
        });
        return joined[0];
    }

    /** The next one that waits behind the leader; if there is none, who comes from now on waits behind another one. */
    private @Nullable CombinedCall next(Place place, CombinedCall leader) {
        CombinedCall[] taken = {null};
        lines.computeIfPresent(place, (same, line) -> {
            if (line.leader != leader) {
                return line;
            }
            taken[0] = line.others.poll();
            if (taken[0] == null) {
                return null;
            }
            taken[0].isTaken();
            return line;
        });
        return taken[0];
    }

    /** Returns whether the call was still there, so that nobody will run it. */
    private boolean leave(Place place, CombinedCall call) {
        boolean[] left = {false};
        lines.computeIfPresent(place, (same, line) -> {
            if (line.leader == call) {
                left[0] = true;
                return withNextLeader(line);
            }
            left[0] = line.others.remove(call);
            return line;
        });
        return left[0];
    }

    private static @Nullable Line withNextLeader(Line line) {
        line.leader = line.others.poll();
        if (line.leader == null) {
            return null;
        }
        line.leader.become(State.LEADS);
        return line;
    }
}
