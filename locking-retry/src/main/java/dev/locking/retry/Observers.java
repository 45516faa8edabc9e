package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionObserver;
import dev.locking.spi.ExecutionObserver.Ending;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets all observers surround what runs, and keeps what they throw away from it. */
final class Observers {

    private final Extensions<ExecutionObserver> observers;

    Observers(List<ExecutionObserver> observers) {
        this.observers = new Extensions<>(observers, ExecutionObserver::isActive);
    }

    /** Whether what runs needs to be surrounded. */
    boolean areActive() {
        return observers.areActive();
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
        observers.forEachActive(observer -> observer.onAttemptLost(operation, attempt, conflicts));
    }

    /** Those that began last are told of the end first. */
    private @Nullable Object surround(Function<ExecutionObserver, Ending> begin, Body body) throws Throwable {
        Deque<Runnable> ends = new ArrayDeque<>();
        Throwable[] failure = {null};
        observers.forEachActive(observer -> {
            Ending ending = begin.apply(observer);
            ends.push(() -> observers.quietly(observer, () -> ending.ended(failure[0])));
        });
        try {
            return body.run();
        } catch (Throwable thrown) {
            failure[0] = thrown;
            throw thrown;
        } finally {
            ends.forEach(Runnable::run);
        }
    }
}
