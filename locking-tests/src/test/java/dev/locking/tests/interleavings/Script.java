package dev.locking.tests.interleavings;

import dev.locking.tests.kit.Bank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/**
 * Steps of several actors, in one order. A step begins when all steps before it have come as far as they can: they are
 * done, or the attempt is lost, or the database shows that they wait for another actor. A step of an attempt that is lost
 * is left out; one of an actor that still waits for a lock follows when it has it.
 *
 * <p>An actor that loses its first attempt stands still, with its transaction ended, until the script is over; those who
 * lost then go on without the script, one after the other, in the order of their first steps. So nothing is left to
 * chance. Only where the script has steps for a second attempt, that one follows it too.
 */
final class Script {

    /** So that a mistake in a script ends; longer than any database waits for a lock. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Place place;
    private final Bank bank;
    private final List<Step> steps;
    private final Stage stage = new Stage();
    private final List<Thread> threads = new ArrayList<>();

    Script(Place place, Step... steps) {
        this.place = place;
        this.bank = place.bank();
        this.steps = List.of(steps);
    }

    /** Returns when the calls of all actors have ended. */
    void play() throws InterruptedException {
        for (Step step : steps) {
            if (stage.cue(step)) {
                start(step.actor);
            }
            awaitStandstill();
        }
        for (Actor loser : stage.close()) {
            stage.goOn(loser);
            awaitStandstill();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void start(Actor actor) {
        Thread thread = new Thread(() -> {
            actor.play(this);
            stage.gone(actor);
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void awaitStandstill() throws InterruptedException {
        long started = System.nanoTime();
        while (!isStandstill()) {
            if (System.nanoTime() - started > PATIENCE_NANOS) {
                throw new IllegalStateException("The script does not go on. The actors are " + stage);
            }
            stage.awaitChange();
        }
    }

    /** Whoever is busy waits for a lock of somebody who waits for his cue; if nobody does, the wait will end by itself. */
    private boolean isStandstill() {
        int busy = stage.busy();
        return busy == 0 || (stage.isAnybodyInside() && place.product().waiting(bank, threads) == busy);
    }

    /** Runs an attempt of the actor: by cues if the script has steps for it, else as the first one, without them. */
    void body(Actor actor, int attempt, Session session) throws Exception {
        List<Step> scripted = steps(actor, attempt);
        for (Step step : scripted) {
            stage.await(step);
            step.action.perform(session);
        }
        if (scripted.isEmpty()) {
            for (Step step : steps(actor, 1)) {
                step.action.perform(session);
            }
        }
    }

    private List<Step> steps(Actor actor, int attempt) {
        return steps.stream()
                .filter(step -> step.actor == actor && step.attempt == attempt)
                .toList();
    }

    /** Stops an actor that has lost an attempt. */
    void lost(Actor actor) {
        try {
            stage.lost(actor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
