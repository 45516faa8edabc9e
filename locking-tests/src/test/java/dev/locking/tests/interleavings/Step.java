package dev.locking.tests.interleavings;

import org.hibernate.Session;

/** What an actor does when the script has come to it. Each is another one, even if it does the same. */
final class Step {

    /** Inside the actor's transaction. */
    @FunctionalInterface
    interface Action {

        void perform(Session session) throws Exception;
    }

    final Actor actor;
    final int attempt;
    final Action action;

    Step(Actor actor, int attempt, Action action) {
        this.actor = actor;
        this.attempt = attempt;
        this.action = action;
    }
}
