package dev.locking.examples.catalog;

import dev.locking.retry.metrics.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.search.Search;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What became of changes since the start, from the meters. */
@RestController
class ConflictFigures {

    private static final Set<String> DONE = Set.of("success", "retried", "reapplied", "combined");
    private static final Set<String> RESOLVED = Set.of("retried", "reapplied");

    private final MeterRegistry registry;

    ConflictFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The figures.
     *
     * @param saved changes that were made
     * @param resolved those among them that had met a conflict and were made nevertheless, without anybody noticing
     * @param told changes that were not made, and whose clients were told who was faster
     * @param busy changes that lost again and again, and whose clients were told to come later
     * @param unguarded changes whose clients named no version
     * @param conflicts lost attempts, by kind of conflict
     */
    record Figures(long saved, long resolved, long told, long busy, long unguarded, Map<String, Long> conflicts) {}

    @GetMapping("/api/conflicts")
    Figures figures() {
        return new Figures(
                executions(DONE),
                executions(RESOLVED),
                count(registry.find(Problems.METER).tag(Problems.TYPE, Problems.STALE_VERSION)),
                executions(Set.of("exhausted")),
                count(registry.find(SkippedChecks.METER)),
                conflicts());
    }

    private long executions(Set<String> outcomes) {
        return count(registry.find(MeterNames.EXECUTIONS).tag(MeterNames.OUTCOME, outcomes::contains));
    }

    private static long count(Search search) {
        return search.meters().stream().mapToLong(ConflictFigures::count).sum();
    }

    private static long count(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measurement -> measurement.getStatistic() == Statistic.COUNT)
                .mapToLong(measurement -> (long) measurement.getValue())
                .sum();
    }

    private Map<String, Long> conflicts() {
        Map<String, Long> conflicts = new TreeMap<>();
        for (Counter counter : registry.find(MeterNames.CONFLICTS).counters()) {
            String kind = String.valueOf(counter.getId().getTag(MeterNames.KIND));
            conflicts.merge(kind, (long) counter.count(), Long::sum);
        }
        return conflicts;
    }
}
