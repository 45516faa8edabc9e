package dev.locking.tests.interleavings;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where each actor stands, and what it waits for. Thread-safe; the actors and the script meet here. */
final class Stage {

    private enum State {
        /** In its transaction, and waits for its cue. */
        INSIDE,
        /** Does a step, or what comes after the last one; may wait for a lock. */
        BUSY,
        /** Has lost an attempt, and stands still with no transaction. */
        LOST,
        /** Its call has ended. */
        GONE
    }

    private final Map<Actor, State> states = new LinkedHashMap<>();
    private final Map<Actor, Integer> attempts = new HashMap<>();
    private final Set<Step> cues = new HashSet<>();
    private final Semaphore changes = new Semaphore(0);
    private boolean open = true;

    /**
     * Lets the actor do the step, now or as soon as it comes to it; without a word if it never will.
     *
     * @return whether the actor has yet to be called
     */
    synchronized boolean cue(Step step) {
        State state = states.putIfAbsent(step.actor, State.BUSY);
        int attempt = attempts.getOrDefault(step.actor, 1);
        cues.add(step);
        if ((state == State.INSIDE && step.attempt == attempt)
                || (state == State.LOST && step.attempt == attempt + 1)) {
            states.put(step.actor, State.BUSY);
        }
        notifyAll();
        return state == null;
    }

    /** The actor's thread has come to the step, and waits for its cue. */
    synchronized void await(Step step) throws InterruptedException {
        attempts.put(step.actor, step.attempt);
        if (!cues.contains(step)) {
            become(step.actor, State.INSIDE);
        }
        while (!cues.contains(step)) {
            wait();
        }
    }

    /** The actor's thread has lost an attempt, and stands still until its next attempt has a cue, or the script is over. */
    synchronized void lost(Actor actor) throws InterruptedException {
        if (open) {
            become(actor, State.LOST);
        }
        while (states.get(actor) == State.LOST) {
            wait();
        }
    }

    synchronized void gone(Actor actor) {
        become(actor, State.GONE);
    }

    private void become(Actor actor, State state) {
        states.put(actor, state);
        changes.release();
        notifyAll();
    }

    /** The script is over: who loses from now on is not stopped. Answers who stands still, in the order of their first steps. */
    synchronized List<Actor> close() {
        open = false;
        return states.keySet().stream()
                .filter(actor -> states.get(actor) == State.LOST)
                .toList();
    }

    synchronized void goOn(Actor actor) {
        become(actor, State.BUSY);
    }

    synchronized int busy() {
        return Collections.frequency(states.values(), State.BUSY);
    }

    synchronized boolean isAnybodyInside() {
        return states.containsValue(State.INSIDE);
    }

    /** Waits until somebody's state has changed, or long enough to ask the database again. */
    void awaitChange() throws InterruptedException {
        if (changes.tryAcquire(2, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
    }

    @Override
    public synchronized String toString() {
        return states.values().toString();
    }
}
