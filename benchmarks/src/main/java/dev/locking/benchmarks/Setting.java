package dev.locking.benchmarks;

import java.time.Duration;

/**
 * What all strategies meet alike.
 *
 * @param distribution which wallets are wanted
 * @param clients who call at the same time
 * @param think the time between reading and writing
 */
record Setting(Distribution distribution, Clients clients, Duration think) {

    @Override
    public String toString() {
        return distribution + ", " + clients + ", think " + think.toMillis() + " ms";
    }
}
