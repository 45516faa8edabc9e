package dev.locking.benchmarks;

import java.time.Duration;

/**
 * What is told of one cell, or of several together.
 *
 * @param goodput calls that succeeded, per second
 * @param failed calls that ended with an exception
 * @param attempts how often the transaction ran, for calls that failed too, per call that succeeded
 * @param p50Millis the time within which half of the successful calls returned
 * @param p99Millis the time within which 99 of 100 successful calls returned
 * @param maxMillis the longest that a successful call took
 */
record Figures(double goodput, double failed, double attempts, double p50Millis, double p99Millis, double maxMillis) {

    static Figures of(Tally tally, Duration time) {
        return new Figures(
                tally.inTime() * 1e9 / time.toNanos(),
                tally.failed(),
                (double) tally.attempts() / Math.max(1, tally.succeeded()),
                tally.millisWithin(0.5),
                tally.millisWithin(0.99),
                tally.millisWithin(1));
    }
}
