package dev.locking.retry;

import dev.locking.RetryPolicy;
import java.time.Duration;

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
        double grown = nanos(policy.delay()) * Math.pow(policy.multiplier(), lostAttempt - 1);
        double longest = Math.min(nanos(policy.maxDelay()), grown);
        return (long) (longest * (1 - policy.jitter() * random));
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
