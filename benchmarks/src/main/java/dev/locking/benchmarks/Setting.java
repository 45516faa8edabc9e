package dev.locking.benchmarks;

import java.time.Duration;

/**
 * What all strategies meet alike.
 *
 * @param distribution which wallets are wanted
 * @param threads how many call at the same time
 * @param think the time between reading and writing
 */
record Setting(Distribution distribution, int threads, Duration think) {

    @Override
    public String toString() {
        return distribution + ", " + threads + (threads == 1 ? " thread" : " threads") + ", think " + think.toMillis()
                + " ms";
    }
}
