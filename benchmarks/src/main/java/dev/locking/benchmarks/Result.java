package dev.locking.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One strategy in one setting in one round: a cell.
 *
 * @param round from 1
 * @param strategy its name
 * @param setting what it met
 * @param figures what came of it
 * @param sumOk whether the balances grew by exactly the calls that succeeded
 * @param firstFailure what the first caller whose call failed was told
 */
record Result(
        int round,
        String strategy,
        Setting setting,
        Figures figures,
        boolean sumOk,
        @Nullable String firstFailure) {

    static final String CSV_HEADER =
            "round,strategy,distribution,threads,jvms,think_ms,goodput,failed,attempts,p50_ms,p99_ms,max_ms,sum_ok";

    String csvLine() {
        return String.format(
                Locale.ROOT,
                "%d,%s,%s,%d,%d,%d,%.1f,%.0f,%.3f,%.3f,%.3f,%.3f,%b",
                round,
                strategy,
                setting.distribution(),
                setting.clients().threads(),
                setting.clients().jvms(),
                setting.think().toMillis(),
                figures.goodput(),
                figures.failed(),
                figures.attempts(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.maxMillis(),
                sumOk);
    }
}
