package dev.locking.spi;

import java.time.Duration;
import java.util.List;

/** What a boundary is told of the attempt that it runs, and what it tells back. Used by the attempt's thread. */
public interface RunningAttempt {

    /**
     * The number of the attempt.
     *
     * @return 1 for the first
     */
    int number();

    /**
     * The rows on which earlier attempts of this execution lost, in an order that is the same for all executions. Where
     * that makes them safe from other transactions, the boundary locks them before the body runs.
     *
     * @return empty at the first attempt
     */
    List<Row> lostRows();

    /**
     * The time that is left for all attempts and waits.
     *
     * @return negative if it is up
     */
    Duration remaining();

    /**
     * Called by the boundary, before anything that belongs to the next phase can fail; with {@link Phase#BODY} again
     * where something failed between {@link Phase#COMMIT_SENT} and COMMIT itself.
     *
     * @param phase the phase that begins
     */
    void reached(Phase phase);
}
