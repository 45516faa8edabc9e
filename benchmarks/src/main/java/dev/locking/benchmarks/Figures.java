package dev.locking.benchmarks;

import java.time.Duration;
import java.util.List;

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

    static Figures of(List<Call> calls, Duration time) {
        long[] nanos = calls.stream()
                .filter(Call::succeeded)
                .mapToLong(Call::nanos)
                .sorted()
                .toArray();
        long inTime =
                calls.stream().filter(Call::succeeded).filter(Call::inTime).count();
        double attempts = calls.stream().mapToLong(Call::attempts).sum();
        return new Figures(
                inTime * 1e9 / time.toNanos(),
                calls.size() - nanos.length,
                attempts / Math.max(1, nanos.length),
                millisWithin(0.5, nanos),
                millisWithin(0.99, nanos),
                millisWithin(1, nanos));
    }

    private static double millisWithin(double share, long[] sortedNanos) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        return sortedNanos[(int) Math.ceil(sortedNanos.length * share) - 1] / 1e6;
    }
}
