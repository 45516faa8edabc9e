package dev.locking.benchmarks.overhead;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Who costs how much, in each scenario. */
final class OverheadTable {

    private static final String NOT_MEASURED = String.format("%31s", "");

    private final Map<String, Map<String, RunResult>> byName = new LinkedHashMap<>();

    OverheadTable(Collection<RunResult> results) {
        results.forEach(result -> byName.computeIfAbsent(name(result), name -> new LinkedHashMap<>())
                .put(result.getParams().getParam("scenario"), result));
    }

    private static String name(RunResult result) {
        String method = result.getParams().getBenchmark();
        String type = method.substring(0, method.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1);
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%nJDK %s, %d cores, load average %.1f at the end; per call, with the half width of the 99.9 %% interval%n",
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.printf("%-16s%31s%31s%n", "", "success at once", "one conflict, then success");
        byName.forEach((name, byScenario) ->
                out.printf("%-16s%s%s%n", name, cell(byScenario.get("SUCCESS")), cell(byScenario.get("CONFLICT"))));
    }

    private static String cell(@Nullable RunResult result) {
        if (result == null) {
            return NOT_MEASURED;
        }
        Result<?> time = result.getPrimaryResult();
        Result<?> bytes = requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "the GC profiler ran");
        return String.format(
                Locale.ROOT, "%9.1f ± %5.1f ns %7.0f B", time.getScore(), time.getScoreError(), bytes.getScore());
    }
}
