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
     * The rows on which version checks of earlier attempts of this execution failed, in an order that is the same for all
     * executions. The boundary may lock them before the body runs, so that nobody who comes new gets in between again.
     *
     * @return empty at the first attempt
     */
    List<Row> rowsToLock();

    /**
     * The time that is left for all attempts and waits.
     *
     * @return negative if it is up
     */
    Duration remaining();

    /**
     * Called by the boundary, directly before the phase begins and after all that belongs to the one before.
     *
     * @param phase the phase that begins
     */
    void reached(Phase phase);
}
