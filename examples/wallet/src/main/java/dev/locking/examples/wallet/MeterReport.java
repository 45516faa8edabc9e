package dev.locking.examples.wallet;

import dev.locking.retry.metrics.MeterNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Act 3: what an operator sees of it. */
final class MeterReport {

    private static final Comparator<Meter> BY_TAGS =
            Comparator.comparing(meter -> meter.getId().getTags().toString());

    private final MeterRegistry registry;
    private final PrintStream out;

    MeterReport(MeterRegistry registry, PrintStream out) {
        this.registry = registry;
        this.out = out;
    }

    void print() {
        TextTable table = new TextTable(2, "meter", "tags", "count", "mean", "max");
        timers(table, MeterNames.EXECUTIONS, MeterNames.OPERATION, MeterNames.OUTCOME);
        registry.find(MeterNames.ATTEMPTS).summaries().stream()
                .sorted(BY_TAGS)
                .forEach(attempts -> table.row(
                        MeterNames.ATTEMPTS,
                        tag(attempts, MeterNames.OPERATION),
                        count(attempts.count()),
                        String.format(Locale.ROOT, "%.2f", attempts.mean()),
                        String.format(Locale.ROOT, "%.0f", attempts.max())));
        registry.find(MeterNames.CONFLICTS).counters().stream()
                .sorted(BY_TAGS)
                .forEach(counter -> table.row(
                        MeterNames.CONFLICTS,
                        tag(counter, MeterNames.ENTITY) + ", " + tag(counter, MeterNames.KIND),
                        count((long) counter.count()),
                        "",
                        ""));
        timers(table, MeterNames.GROUP_WAIT, MeterNames.OPERATION, MeterNames.GROUP);
        table.print(out);
    }

    private void timers(TextTable table, String name, String... tags) {
        registry.find(name).timers().stream()
                .sorted(BY_TAGS)
                .forEach(timer -> table.row(
                        name,
                        Arrays.stream(tags).map(key -> tag(timer, key)).collect(Collectors.joining(", ")),
                        count(timer.count()),
                        millis(timer.mean(TimeUnit.MILLISECONDS)),
                        millis(timer.max(TimeUnit.MILLISECONDS))));
    }

    private static String tag(Meter meter, String key) {
        return key + "=" + meter.getId().getTag(key);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.1f ms", millis);
    }
}
