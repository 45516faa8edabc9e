package dev.locking.tests.interleavings;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the actor whose thread it is called on. Found by {@link java.util.ServiceLoader}. */
public final class ActorListener implements ExecutionListener {

    private static final ThreadLocal<@Nullable Actor> ACTOR = new ThreadLocal<>();

    static void tell(Actor actor) {
        ACTOR.set(actor);
    }

    @Override
    public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        Actor actor = ACTOR.get();
        if (actor != null) {
            actor.lost(conflicts);
        }
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        Actor actor = ACTOR.get();
        if (actor != null) {
            actor.finished(attempts);
        }
    }
}
