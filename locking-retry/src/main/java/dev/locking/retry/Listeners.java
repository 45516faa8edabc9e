package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.List;

/** Tells all listeners, and keeps what they throw away from the execution. */
final class Listeners {

    private final Extensions<ExecutionListener> listeners;

    Listeners(List<ExecutionListener> listeners) {
        this.listeners = new Extensions<>(listeners, ExecutionListener::isActive);
    }

    /** Whether anybody wants to know: the clock is read for nobody else. */
    boolean areActive() {
        return listeners.areActive();
    }

    void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        listeners.forEachActive(listener -> listener.onConflict(operation, attempt, conflicts));
    }

    void onLost(String operation, int attempt, long elapsedNanos) {
        listeners.forEachActive(listener -> listener.onLost(operation, attempt, elapsedNanos));
    }

    void onDelay(String operation, int attempt, long waitedNanos) {
        listeners.forEachActive(listener -> listener.onDelay(operation, attempt, waitedNanos));
    }

    void onGroupWait(String operation, String group, long waitedNanos) {
        listeners.forEachActive(listener -> listener.onGroupWait(operation, group, waitedNanos));
    }

    void onCombined(String group, int calls) {
        listeners.forEachActive(listener -> listener.onCombined(group, calls));
    }

    void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        listeners.forEachActive(listener -> listener.onFinished(operation, outcome, attempts, elapsedNanos));
    }
}
