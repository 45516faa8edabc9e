package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Attempt;
import dev.locking.spi.Body;
import dev.locking.spi.CurrentAttempt;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Marks what is logged while an attempt runs that repeats another one: {@value #ATTEMPT} is its number in the log context of
 * whatever logs here. First attempts, which are nearly all, have no mark and cost nothing.
 */
final class LogContext {

    static final String ATTEMPT = "locking.attempt";

    private LogContext() {}

    /** Runs the work of an attempt. */
    static @Nullable Object run(int number, Body work) throws Throwable {
        return number == 1 ? work.run() : marked(number, work);
    }

    /** The body of a call that runs in the attempt of another thread, which has a log context of its own. */
    static Body ofCurrentAttempt(Body body) {
        return () -> {
            Attempt current = requireNonNull(CurrentAttempt.get(), "attempt");
            return run(current.number(), body);
        };
    }

    private static @Nullable Object marked(int number, Body work) throws Throwable {
        Object outer = MDC.put(ATTEMPT, Integer.toString(number));
        try {
            return work.run();
        } finally {
            if (outer == null) {
                MDC.remove(ATTEMPT);
            } else {
                MDC.put(ATTEMPT, outer);
            }
        }
    }
}
