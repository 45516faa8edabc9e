package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeatTest {

    private long now = -5;
    private final Heat heat = new Heat(() -> now);

    @Test
    void aKeyIsHotWhenItWasContendedTwice() {
        heat.contended("row");
        assertThat(heat.isHot("row")).isFalse();

        heat.contended("row");
        assertThat(heat.isHot("row")).isTrue();
        assertThat(heat.isHot("another")).isFalse();
    }

    @Test
    void whatIsNotContendedAnyMoreCoolsDownByHalfEverySecond() {
        contended("row", 8);

        for (int hot = 8; hot >= 2; hot /= 2) {
            assertThat(heat.hottest()).containsExactly(new Heat.Count("row", hot));
            now += TimeUnit.SECONDS.toNanos(1);
        }
        assertThat(heat.isHot("row")).isFalse();
        assertThat(heat.hottest()).isEmpty();
    }

    @Test
    void whatIsContendedForTheFirstTimeAfterALongCalmIsAsHotAsAnythingElse() {
        contended("yesterday", 100);
        now += Duration.ofDays(1).toNanos() + 500;

        contended("row", 2);

        assertThat(heat.isHot("row")).isTrue();
        assertThat(heat.isHot("yesterday")).isFalse();
        now += TimeUnit.SECONDS.toNanos(1) - 1_000;
        assertThat(heat.isHot("row")).as("within a second").isTrue();
    }

    @Test
    void whoeverInventsKeysMakesNeitherThemHotNorItLargeNorTheHottestCold() {
        contended("row", 1_000);

        for (int key = 0; key < 100_000; key++) {
            heat.contended(key);
            if (key % 100 == 0) {
                heat.contended("row");
            }
        }

        assertThat(heat.hottest()).extracting(Heat.Count::key).containsExactly("row");
        for (int key = 0; key < 100_000; key++) {
            assertThat(heat.isHot(key)).isFalse();
        }
    }

    @Test
    void theHottestComesFirst() {
        contended("warm", 3);
        contended("hot", 5);
        contended("cold", 1);

        assertThat(heat.hottest()).isEqualTo(List.of(new Heat.Count("hot", 5), new Heat.Count("warm", 3)));
    }

    private void contended(String key, int times) {
        for (int i = 0; i < times; i++) {
            heat.contended(key);
        }
    }
}
