package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "6, 160", "7, 250", "8, 250", "100, 250"})
    void growsByTheMultiplierUpToTheLongestWait(int lostAttempt, long millis) {
        assertThat(Backoff.delayNanos(RetryPolicy.defaults(), lostAttempt, 0.0))
                .isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void fullJitterReachesDownToNothing() {
        assertThat(Backoff.delayNanos(RetryPolicy.defaults(), 1, 0.5)).isEqualTo(2_500_000);
        assertThat(Backoff.delayNanos(RetryPolicy.defaults(), 1, Math.nextDown(1.0)))
                .isZero();
    }

    @Test
    void partialJitterKeepsItsShare() {
        RetryPolicy policy = RetryPolicy.builder().jitter(0.2).build();

        assertThat(Backoff.delayNanos(policy, 1, Math.nextDown(1.0))).isBetween(3_999_999L, 4_000_001L);
    }

    @Test
    void anEnormousMultiplierDoesNotOverflow() {
        RetryPolicy policy = RetryPolicy.builder()
                .multiplier(Double.MAX_VALUE)
                .maxRetries(100)
                .build();

        assertThat(Backoff.delayNanos(policy, 100, 0.0))
                .isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @Test
    void noDelayNeverWaits() {
        RetryPolicy policy = RetryPolicy.builder().delay(Duration.ZERO).build();

        assertThat(Backoff.delayNanos(policy, 100, 0.0)).isZero();
    }
}
