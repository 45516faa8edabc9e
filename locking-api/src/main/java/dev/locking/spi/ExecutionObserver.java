package dev.locking.spi;

import dev.locking.Conflict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds executions and their attempts, as tracing does. Found by {@link java.util.ServiceLoader}. Called on the thread of
 * what it surrounds; must be thread-safe and fast. Other than an {@link ExecutionListener} it is called while an execution
 * may have its turn: one that hangs keeps those waiting who come after.
 *
 * <p><b>Exception safety:</b> implementations may throw without affecting any execution; the first failure of each is
 * logged as a warning.
 */
public interface ExecutionObserver {

    /**
     * Whether there is anybody who wants to know. Asked before each of the others; costs next to nothing.
     *
     * @return false if the others need not be called
     */
    boolean isActive();

    /**
     * An execution begins, before it waits for anything; inside an active transaction too.
     *
     * @param operation the operation's name
     * @return is told of its end, on the same thread
     */
    Ending onExecution(String operation);

    /**
     * An attempt begins, before its transaction.
     *
     * @param operation the operation's name
     * @param attempt the attempt's number, from 1
     * @return is told of its end, on the same thread, when its transaction has ended and before the wait for the next one
     */
    Ending onAttempt(String operation, int attempt);

    /**
     * The attempt that has just ended was lost to conflicts.
     *
     * @param operation the operation's name
     * @param attempt the attempt's number, from 1
     * @param conflicts what clashed, never empty
     */
    void onAttemptLost(String operation, int attempt, List<Conflict> conflicts);

    /** The end of an execution or an attempt. */
    @FunctionalInterface
    interface Ending {

        /**
         * Called once.
         *
         * @param failure what was thrown, or null
         */
        void ended(@Nullable Throwable failure);
    }
}
