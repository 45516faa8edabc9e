package dev.locking.examples.wallet;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One column of figures.
 *
 * @param title what it is called
 * @param better which direction is good
 * @param format how a value is written
 * @param value takes it from the figures
 */
record Measure(String title, String better, String format, ToDoubleFunction<Figures> value) {

    static final List<Measure> ALL = List.of(
            new Measure("deposits/s", "more is better", "%,.0f", Figures::perSecond),
            new Measure("failed", "fewer is better", "%,.0f", Figures::failed),
            new Measure("attempts/deposit", "fewer is better", "%,.2f", Figures::attemptsPerDeposit),
            new Measure("p99", "less is better", "%,.1f ms", Figures::p99Millis));

    double of(Figures figures) {
        return value.applyAsDouble(figures);
    }

    String text(Figures figures) {
        return String.format(Locale.ROOT, format, of(figures));
    }
}
