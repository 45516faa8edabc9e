package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

    private static final Setting SETTING = new Setting(Distribution.hotRow(), new Clients(1, 4), Duration.ZERO);

    @Test
    void takesTheMedianOfTheRoundsAndMeasuresItBySerial() {
        List<Result> results = List.of(
                result(1, "serial", 100, true),
                result(1, "other", 90, true),
                result(2, "serial", 300, true),
                result(2, "other", 10, true),
                result(3, "serial", 200, true),
                result(3, "other", 50, true));

        List<Row> rows = Row.bySetting(results).get(SETTING);

        assertThat(rows).extracting(Row::strategy).containsExactly("serial", "other");
        assertThat(rows).extracting(row -> row.median().goodput()).containsExactly(200.0, 50.0);
        assertThat(rows).extracting(Row::ofSerial).containsExactly(1.0, 0.25);
    }

    @Test
    void isRightOnlyIfEveryRoundIs() {
        List<Result> results = List.of(result(1, "serial", 1, true), result(2, "serial", 3, false));

        assertThat(Row.bySetting(results).get(SETTING)).singleElement().satisfies(row -> {
            assertThat(row.sumOk()).isFalse();
            assertThat(row.median().goodput()).isEqualTo(2);
        });
    }

    @Test
    void twoJvmsAreASettingOfTheirOwn() {
        Setting two = new Setting(SETTING.distribution(), new Clients(2, 4), SETTING.think());
        List<Result> results = List.of(
                result(1, "serial", 100, true),
                new Result(1, "serial", two, new Figures(50, 0, 1, 1, 1, 1), true, null));

        assertThat(Row.bySetting(results).keySet())
                .extracting(Setting::toString)
                .containsExactly("hot, 4 threads in 1 JVM, think 0 ms", "hot, 4 threads in 2 JVMs, think 0 ms");
        assertThat(results)
                .extracting(Result::csvLine)
                .containsExactly(
                        "1,serial,hot,4,1,0,100.0,0,1.000,1.000,1.000,1.000,true",
                        "1,serial,hot,4,2,0,50.0,0,1.000,1.000,1.000,1.000,true");
    }

    private static Result result(int round, String strategy, double goodput, boolean sumOk) {
        return new Result(round, strategy, SETTING, new Figures(goodput, 0, 1, 1, 1, 1), sumOk, null);
    }
}
