package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void goodputCountsWhatSucceededInTimeAndTheOthersCountEveryCall() {
        List<Call> calls = List.of(
                new Call(1, 1_000_000, true, null),
                new Call(3, 2_000_000, true, null),
                new Call(2, 5_000_000, false, null),
                new Call(3, 9_000_000, true, "no"));

        assertThat(Figures.of(Tally.of(calls), Duration.ofMillis(500))).isEqualTo(new Figures(4, 1, 3, 2, 5, 5));
    }

    @Test
    void nothingDividesByZeroWhereEveryCallFails() {
        List<Call> calls = List.of(new Call(3, 1_000_000, true, "no"));

        assertThat(Figures.of(Tally.of(calls), Duration.ofSeconds(1))).isEqualTo(new Figures(0, 1, 3, 0, 0, 0));
    }
}
