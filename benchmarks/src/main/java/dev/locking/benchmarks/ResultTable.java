package dev.locking.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The medians on the console. */
final class ResultTable {

    private static final int LONGEST = 160;

    private final List<Result> results;

    ResultTable(List<Result> results) {
        this.results = results;
    }

    void print(PrintStream out) {
        Row.bySetting(results).forEach((setting, rows) -> {
            out.println(setting);
            TextTable table = new TextTable(1, line("strategy", Measure::title, "sum"));
            rows.forEach(
                    row -> table.row(line(row.strategy(), measure -> measure.text(row), row.sumOk() ? "ok" : "WRONG")));
            table.print(out);
            out.println();
        });
        printFailures(out);
    }

    private static String[] line(String first, Function<Measure, String> cell, String last) {
        List<String> cells = new ArrayList<>();
        cells.add(first);
        Measure.ALL.forEach(measure -> cells.add(cell.apply(measure)));
        cells.add(last);
        return cells.toArray(String[]::new);
    }

    /** One of each strategy that had any. */
    private void printFailures(PrintStream out) {
        results.stream()
                .map(Result::strategy)
                .distinct()
                .forEach(strategy -> results.stream()
                        .filter(result -> result.strategy().equals(strategy))
                        .map(Result::firstFailure)
                        .filter(failure -> failure != null)
                        .findFirst()
                        .ifPresent(failure -> out.println(strategy + " failed with: " + shortened(failure))));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
