package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of every wait, whatever the policy. */
class BackoffPropertiesTest {

    private static final int LAST = 1 + RetryPolicy.MAX_RETRIES_LIMIT;

    @Property
    void aWaitIsNeverNegativeAndNeverLongerThanTheLongestDelay(
            @ForAll("policies") RetryPolicy policy,
            @ForAll @IntRange(min = 1, max = LAST) int lost,
            @ForAll @DoubleRange(min = 0, max = 1) double random) {
        assertThat(Backoff.delayNanos(policy, lost, random))
                .isBetween(0L, policy.maxDelay().toNanos());
    }

    @Property
    void theLongestWaitNeverShrinksFromAttemptToAttempt(@ForAll("policies") RetryPolicy policy) {
        long[] longest = new long[LAST];
        Arrays.setAll(longest, i -> Backoff.delayNanos(policy, i + 1, 0));

        assertThat(longest).isSorted();
    }

    @Property
    void theFirstWaitIsTheDelayItself(@ForAll("policies") RetryPolicy policy) {
        assertThat(Backoff.delayNanos(policy, 1, 0)).isEqualTo(policy.delay().toNanos());
    }

    @Property
    void aDelayThatGrowsAtAllEndsAtTheLongest(@ForAll("policies") RetryPolicy policy) {
        if (policy.multiplier() < 2 || policy.delay().isZero()) {
            return;
        }

        assertThat(Backoff.delayNanos(policy, LAST, 0))
                .isEqualTo(policy.maxDelay().toNanos());
    }

    @Property
    void withAMultiplierOfOneEveryWaitIsAsLongAsTheFirst(
            @ForAll("policies") RetryPolicy policy, @ForAll @IntRange(min = 1, max = LAST) int lost) {
        RetryPolicy constant = RetryPolicy.builder()
                .delay(policy.delay())
                .maxDelay(policy.maxDelay())
                .multiplier(1)
                .build();

        assertThat(Backoff.delayNanos(constant, lost, 0))
                .isEqualTo(policy.delay().toNanos());
    }

    @Property
    void chanceOnlyShortensAWaitAndMoreOfItShortensItMore(
            @ForAll("policies") RetryPolicy policy,
            @ForAll @IntRange(min = 1, max = LAST) int lost,
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        long shorter = Backoff.delayNanos(policy, lost, Math.max(one, other));
        long longer = Backoff.delayNanos(policy, lost, Math.min(one, other));

        assertThat(shorter).isLessThanOrEqualTo(longer);
    }

    @Property
    void withoutJitterChanceChangesNothing(
            @ForAll("policies") RetryPolicy policy,
            @ForAll @IntRange(min = 1, max = LAST) int lost,
            @ForAll @DoubleRange(min = 0, max = 1) double random) {
        RetryPolicy exact = withJitter(policy, 0);

        assertThat(Backoff.delayNanos(exact, lost, random)).isEqualTo(Backoff.delayNanos(exact, lost, 0));
    }

    @Property
    void withFullJitterTheUnluckiestWaitIsNothing(
            @ForAll("policies") RetryPolicy policy, @ForAll @IntRange(min = 1, max = LAST) int lost) {
        assertThat(Backoff.delayNanos(withJitter(policy, 1), lost, 1)).isZero();
    }

    private static RetryPolicy withJitter(RetryPolicy policy, double jitter) {
        return RetryPolicy.builder()
                .delay(policy.delay())
                .maxDelay(policy.maxDelay())
                .multiplier(policy.multiplier())
                .jitter(jitter)
                .build();
    }

    /** Delays up to a day, to whole milliseconds beyond a second: a double tells all of them apart. */
    @Provide
    Arbitrary<RetryPolicy> policies() {
        Arbitrary<Duration> delays = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 1_000_000_000).map(Duration::ofNanos),
                Arbitraries.longs().between(0, 86_400_000).map(Duration::ofMillis));
        Arbitrary<Double> multipliers = Arbitraries.oneOf(
                Arbitraries.doubles().between(1, 10), Arbitraries.of(1.0, 2.0, 1e9, Double.MAX_VALUE));
        Arbitrary<Double> jitters = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(delays, delays, multipliers, jitters)
                .as((one, other, multiplier, jitter) -> RetryPolicy.builder()
                        .delay(one.compareTo(other) < 0 ? one : other)
                        .maxDelay(one.compareTo(other) < 0 ? other : one)
                        .multiplier(multiplier)
                        .jitter(jitter)
                        .build());
    }
}
