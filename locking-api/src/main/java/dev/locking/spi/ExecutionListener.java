package dev.locking.spi;

import dev.locking.Conflict;
import java.util.List;

/**
 * Is told about conflicts and executions. Found by {@link java.util.ServiceLoader}. Called on the execution's thread,
 * when that holds no transaction, no connection and no turn; must be thread-safe and fast.
 *
 * <p><b>Exception safety:</b> implementations may throw without affecting any execution; the first failure of each is
 * logged as a warning. One that hangs keeps the caller of its execution waiting, and nobody else.
 */
public interface ExecutionListener {

    /**
     * Whether there is anybody who wants to know. Asked before each of the others; costs next to nothing. No time is measured
     * where no listener is active.
     *
     * @return false if the others need not be called
     */
    default boolean isActive() {
        return true;
    }

    /**
     * An attempt failed by a conflict. Called once per lost attempt, in their order: before the wait for the next one, or,
     * if the execution has its turn on the rows that clashed, when it has ended, just before {@link #onFinished}.
     *
     * @param operation the operation's name
     * @param attempt the attempt's number, from 1
     * @param conflicts what clashed, never empty
     */
    default void onConflict(String operation, int attempt, List<Conflict> conflicts) {}

    /**
     * An attempt was in vain: it was lost to a conflict, or ended before it lost, to wait for its turn. Called once per such
     * attempt, in their order, when {@link #onConflict} is.
     *
     * @param operation the operation's name
     * @param attempt the attempt's number, from 1
     * @param elapsedNanos the time from its beginning until it was known to be lost; its rollback and the look into what
     *     clashed are part of it
     */
    default void onLost(String operation, int attempt, long elapsedNanos) {}

    /**
     * An attempt began after one that was in vain. Called once per such attempt, in their order, with what is told next or,
     * at the latest, just before {@link #onFinished}.
     *
     * @param operation the operation's name
     * @param attempt the number of the attempt that began, from 2
     * @param waitedNanos the time between the two, by backoff and for the turn on the rows that clashed
     */
    default void onDelay(String operation, int attempt, long waitedNanos) {}

    /**
     * A call has waited for its turn in an exclusive group, maybe for no time at all. Called once per call that is in a
     * group, when the turn was given back or did not come; once more for one that was rolled back with others and runs alone.
     *
     * @param operation the operation's name
     * @param group the group's name
     * @param waitedNanos the time from asking for the turn until it came, or the call gave up
     */
    default void onGroupWait(String operation, String group, long waitedNanos) {}

    /**
     * Calls of an exclusive group have committed in one transaction. Called once per such transaction.
     *
     * @param group the group's name
     * @param calls how many, at least 2
     */
    default void onCombined(String group, int calls) {}

    /**
     * An execution ended. Called exactly once per execution.
     *
     * @param operation the operation's name
     * @param outcome how it ended
     * @param attempts how many attempts were made
     * @param elapsedNanos the time from beginning to end, all attempts and waits together
     */
    default void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {}
}
