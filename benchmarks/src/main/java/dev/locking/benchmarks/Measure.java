package dev.locking.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One column of figures.
 *
 * @param title what it is called
 * @param format how a value is written
 * @param value takes it from the row
 */
record Measure(String title, String format, ToDoubleFunction<Row> value) {

    static final Measure GOODPUT =
            new Measure("goodput", "%,.0f/s", row -> row.median().goodput());
    static final Measure P99 =
            new Measure("p99", "%,.1f ms", row -> row.median().p99Millis());

    static final List<Measure> ALL = List.of(
            GOODPUT,
            new Measure("x serial", "%.2f", Row::ofSerial),
            new Measure("failed", "%,.0f", row -> row.median().failed()),
            new Measure("attempts", "%.2f", row -> row.median().attempts()),
            new Measure("p50", "%,.1f ms", row -> row.median().p50Millis()),
            P99,
            new Measure("max", "%,.1f ms", row -> row.median().maxMillis()));

    double of(Row row) {
        return value.applyAsDouble(row);
    }

    String text(Row row) {
        return String.format(Locale.ROOT, format, of(row));
    }
}
