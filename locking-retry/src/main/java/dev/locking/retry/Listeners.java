package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells all listeners, and keeps what they throw away from the execution. */
final class Listeners {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final List<ExecutionListener> listeners;
    private final Set<ExecutionListener> failedOnce = ConcurrentHashMap.newKeySet();

    Listeners(List<ExecutionListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Whether anybody wants to know: the clock is read for nobody else. */
    boolean areActive() {
        for (int i = 0; i < listeners.size(); i++) {
            if (isActive(listeners.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isActive(ExecutionListener listener) {
        try {
            return listener.isActive();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(listener, e);
            return false;
        }
    }

    void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        tellEach(listener -> listener.onConflict(operation, attempt, conflicts));
    }

    void onLost(String operation, int attempt, long elapsedNanos) {
        tellEach(listener -> listener.onLost(operation, attempt, elapsedNanos));
    }

    void onDelay(String operation, int attempt, long waitedNanos) {
        tellEach(listener -> listener.onDelay(operation, attempt, waitedNanos));
    }

    void onGroupWait(String operation, String group, long waitedNanos) {
        tellEach(listener -> listener.onGroupWait(operation, group, waitedNanos));
    }

    void onCombined(String group, int calls) {
        tellEach(listener -> listener.onCombined(group, calls));
    }

    void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        tellEach(listener -> listener.onFinished(operation, outcome, attempts, elapsedNanos));
    }

    private void tellEach(Consumer<ExecutionListener> event) {
        for (ExecutionListener listener : listeners) {
            if (isActive(listener)) {
                tell(listener, event);
            }
        }
    }

    private void tell(ExecutionListener listener, Consumer<ExecutionListener> event) {
        try {
            event.accept(listener);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(listener, e);
        }
    }

    private void report(ExecutionListener listener, Throwable failure) {
        if (failedOnce.add(listener)) {
            LOG.warnf(failure, "%s failed; the execution is not affected. Not reported again.", listener.getClass());
        }
    }
}
