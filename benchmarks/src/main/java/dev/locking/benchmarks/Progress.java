package dev.locking.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A line for each cell, with the time that is left at the speed so far. Used by one thread. */
final class Progress {

    private final int cells;
    private final PrintStream out;
    private final long begin = System.nanoTime();

    private int done;

    Progress(int cells, PrintStream out) {
        this.cells = cells;
        this.out = out;
    }

    void show(Result result) {
        done++;
        Figures figures = result.figures();
        out.printf(
                Locale.ROOT,
                "%" + width() + "d/%d  round %d  %-44s %-15s %,8.0f/s  %5.0f failed  p99 %,7.1f ms  sum %s  %s left%n",
                done,
                cells,
                result.round(),
                result.setting(),
                result.strategy(),
                figures.goodput(),
                figures.failed(),
                figures.p99Millis(),
                result.sumOk() ? "ok" : "WRONG",
                left());
    }

    private int width() {
        return Integer.toString(cells).length();
    }

    private String left() {
        Duration left = Duration.ofNanos((System.nanoTime() - begin) / done * (cells - done));
        return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
