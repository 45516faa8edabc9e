package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Tally FAST = Tally.of(List.of(
            new Call(1, 1_000_001, true, null),
            new Call(1, 2_000_000, true, null),
            new Call(1, 2_000_000, false, null)));
    private static final Tally SLOW = Tally.of(List.of(
            new Call(5, 90_000_000, true, null),
            new Call(3, 700_000_000, false, "Lost: too late, & 100 % \u00fcber\nall"),
            new Call(2, 800_000_000, false, "Lost: again")));

    @Test
    void theCallsOfTwoJvmsAreOneCrowd() {
        Tally both = FAST.and(SLOW);

        assertThat(Figures.of(both, Duration.ofSeconds(1))).isEqualTo(new Figures(3, 2, 13 / 4.0, 2, 90, 90));
        assertThat(both.succeeded()).isEqualTo(4);
        assertThat(both.firstFailure()).startsWith("Lost: too late");
    }

    @Test
    void aPercentileIsThatOfAllCallsAndNoMeanOfTwo() {
        Tally many = Tally.of(LongStream.rangeClosed(1, 990)
                .mapToObj(millis -> new Call(1, millis * 1_000_000, true, null))
                .toList());
        Tally few = Tally.of(LongStream.rangeClosed(991, 1_000)
                .mapToObj(millis -> new Call(1, millis * 1_000_000, true, null))
                .toList());

        assertThat(few.and(many).millisWithin(0.5)).isEqualTo(500);
        assertThat(many.and(few).millisWithin(0.99)).isEqualTo(990);
    }

    @Test
    void crossesToAnotherJvmAsALineThatLosesNothing() {
        for (Tally tally : List.of(FAST, SLOW, FAST.and(SLOW), Tally.of(List.of()))) {
            String line = tally.line();

            Tally read = Tally.parse(line);

            assertThat(line).doesNotContain("\n");
            assertThat(read.line()).isEqualTo(line);
            assertThat(read.firstFailure()).isEqualTo(tally.firstFailure());
            assertThat(Figures.of(read, Duration.ofSeconds(2))).isEqualTo(Figures.of(tally, Duration.ofSeconds(2)));
        }
    }
}
