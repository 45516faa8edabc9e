package dev.locking.retry;

import dev.locking.RetryPolicy;
import java.time.Duration;
import java.util.List;

/** The formula in {@link RetryPolicy}'s Javadoc. */
final class Backoff {

    private Backoff() {}

    /**
     * The wait after a lost attempt.
     *
     * @param policy its settings
     * @param lostAttempt the number of the attempt that was lost, from 1
     * @param random from 0 to 1
     * @return nanoseconds, 0 or more
     */
    static long delayNanos(RetryPolicy policy, int lostAttempt, double random) {
        return (long) (longestNanos(policy, lostAttempt) * (1 - policy.jitter() * random));
    }

    private static double longestNanos(RetryPolicy policy, int lostAttempt) {
        List<Duration> cycle = policy.cycle();
        if (!cycle.isEmpty()) {
            return nanos(cycle.get(Math.min(lostAttempt, cycle.size()) - 1));
        }
        double grown = nanos(policy.delay()) * Math.pow(policy.multiplier(), lostAttempt - 1);
        return Math.min(nanos(policy.maxDelay()), grown);
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
