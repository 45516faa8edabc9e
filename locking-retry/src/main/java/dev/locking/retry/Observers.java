package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionObserver;
import dev.locking.spi.ExecutionObserver.Ending;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets all observers surround what runs, and keeps what they throw away from it. */
final class Observers {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final List<ExecutionObserver> observers;
    private final Set<ExecutionObserver> failedOnce = ConcurrentHashMap.newKeySet();

    Observers(List<ExecutionObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    /** Whether what runs needs to be surrounded. */
    boolean areActive() {
        for (int i = 0; i < observers.size(); i++) {
            if (isActive(observers.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isActive(ExecutionObserver observer) {
        try {
            return observer.isActive();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(observer, e);
            return false;
        }
    }

    @Nullable
    Object execution(String operation, Body execution) throws Throwable {
        return surround(observer -> observer.onExecution(operation), execution);
    }

    @Nullable
    Object attempt(String operation, int number, Body attempt) throws Throwable {
        return surround(observer -> observer.onAttempt(operation, number), attempt);
    }

    void onAttemptLost(String operation, int attempt, List<Conflict> conflicts) {
        for (ExecutionObserver observer : observers) {
            if (isActive(observer)) {
                quietly(observer, () -> observer.onAttemptLost(operation, attempt, conflicts));
            }
        }
    }

    /** Those that began last are told of the end first. */
    private @Nullable Object surround(Function<ExecutionObserver, Ending> begin, Body body) throws Throwable {
        Deque<Runnable> ends = new ArrayDeque<>();
        Throwable[] failure = {null};
        for (ExecutionObserver observer : observers) {
            if (isActive(observer)) {
                quietly(observer, () -> {
                    Ending ending = begin.apply(observer);
                    ends.push(() -> quietly(observer, () -> ending.ended(failure[0])));
                });
            }
        }
        try {
            return body.run();
        } catch (Throwable thrown) {
            failure[0] = thrown;
            throw thrown;
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    private void quietly(ExecutionObserver observer, Runnable event) {
        try {
            event.run();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(observer, e);
        }
    }

    private void report(ExecutionObserver observer, Throwable failure) {
        if (failedOnce.add(observer)) {
            LOG.warnf(failure, "%s failed; the execution is not affected. Not reported again.", observer.getClass());
        }
    }
}
