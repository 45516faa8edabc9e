package dev.locking.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of one strategy in one setting.
 *
 * @param setting what it met
 * @param strategy its name
 * @param median of each figure for itself
 * @param ofSerial goodput as a multiple of {@link Serial}'s in the same setting
 * @param sumOk whether the balances were right every time
 */
record Row(Setting setting, String strategy, Figures median, double ofSerial, boolean sumOk) {

    /** One after the other by setting, and in each by strategy, as they came first. */
    static Map<Setting, List<Row>> bySetting(List<Result> results) {
        Map<Setting, Map<String, List<Result>>> grouped = new LinkedHashMap<>();
        results.forEach(result -> grouped.computeIfAbsent(result.setting(), setting -> new LinkedHashMap<>())
                .computeIfAbsent(result.strategy(), strategy -> new ArrayList<>())
                .add(result));
        Map<Setting, List<Row>> rows = new LinkedHashMap<>();
        grouped.forEach((setting, byStrategy) -> rows.put(setting, rows(setting, byStrategy)));
        return rows;
    }

    private static List<Row> rows(Setting setting, Map<String, List<Result>> byStrategy) {
        List<Result> ofSerial = Objects.requireNonNull(byStrategy.get(Serial.NAME), "serial is always measured");
        double serial = median(ofSerial, Figures::goodput);
        List<Row> rows = new ArrayList<>();
        byStrategy.forEach((strategy, results) -> {
            Figures median = median(results);
            boolean sumOk = results.stream().allMatch(Result::sumOk);
            rows.add(new Row(setting, strategy, median, median.goodput() / serial, sumOk));
        });
        return rows;
    }

    private static Figures median(List<Result> results) {
        return new Figures(
                median(results, Figures::goodput),
                median(results, Figures::failed),
                median(results, Figures::attempts),
                median(results, Figures::p50Millis),
                median(results, Figures::p99Millis),
                median(results, Figures::maxMillis));
    }

    private static double median(List<Result> results, ToDoubleFunction<Figures> figure) {
        double[] sorted = results.stream()
                .map(Result::figures)
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
