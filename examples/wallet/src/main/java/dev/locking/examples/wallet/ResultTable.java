package dev.locking.examples.wallet;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The results of act 2 on the console. */
final class ResultTable {

    private static final int LONGEST = 200;

    private final List<Figures> figures;

    ResultTable(List<Figures> figures) {
        this.figures = figures;
    }

    void print(PrintStream out) {
        TextTable table = new TextTable(1, row("strategy", Measure::title, "money adds up"));
        figures.forEach(ofStrategy -> table.row(row(
                ofStrategy.strategy(),
                measure -> measure.text(ofStrategy),
                ofStrategy.audit().toString())));
        table.print(out);
        figures.forEach(ofStrategy -> explainFailure(ofStrategy, out));
    }

    private static String[] row(String first, Function<Measure, String> cell, String last) {
        List<String> cells = new ArrayList<>();
        cells.add(first);
        Measure.ALL.forEach(measure -> cells.add(cell.apply(measure)));
        cells.add(last);
        return cells.toArray(String[]::new);
    }

    private static void explainFailure(Figures ofStrategy, PrintStream out) {
        if (ofStrategy.firstFailure() != null) {
            out.println("   " + ofStrategy.strategy() + " failed with: " + shortened(ofStrategy.firstFailure()));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
