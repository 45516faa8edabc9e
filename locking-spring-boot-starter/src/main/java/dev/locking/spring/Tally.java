package dev.locking.spring;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts, since this process began, what {@link LockingEndpoint} shows, with or without meters. Found by
 * {@link java.util.ServiceLoader}; all instances count together, as there is one engine. Thread-safe.
 */
public final class Tally implements ExecutionListener {

    private static final ConcurrentMap<Ended, LongAdder> EXECUTIONS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Clash, LongAdder> CONFLICTS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Clash, LongAdder> FALSE_CONFLICTS = new ConcurrentHashMap<>();

    /** For the service loader. */
    public Tally() {}

    private record Ended(String operation, Outcome outcome) {}

    private record Clash(String operation, @Nullable String entity, ConflictKind kind) {}

    /**
     * Conflicts of an operation.
     *
     * @param entity the entity's name, or null where it is not known
     * @param falseConflicts how many of them a merge would have avoided
     */
    record Conflicts(@Nullable String entity, ConflictKind kind, long count, long falseConflicts) {}

    @Override
    public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        for (Conflict conflict : conflicts) {
            Clash clash = new Clash(operation, conflict.entityName(), conflict.kind());
            increment(CONFLICTS, clash);
            if (conflict.isFalseConflict()) {
                increment(FALSE_CONFLICTS, clash);
            }
        }
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        increment(EXECUTIONS, new Ended(operation, outcome));
    }

    private static <K> void increment(ConcurrentMap<K, LongAdder> counts, K key) {
        counts.computeIfAbsent(key, first -> new LongAdder()).increment();
    }

    /** Ended executions, by operation and outcome. */
    static SortedMap<String, Map<Outcome, Long>> executions() {
        SortedMap<String, Map<Outcome, Long>> executions = new TreeMap<>();
        EXECUTIONS.forEach((ended, count) -> executions
                .computeIfAbsent(ended.operation, first -> new TreeMap<>())
                .put(ended.outcome, count.sum()));
        return executions;
    }

    /** The conflicts of lost attempts of an operation, the most first. */
    static List<Conflicts> conflicts(String operation) {
        return CONFLICTS.entrySet().stream()
                .filter(entry -> entry.getKey().operation.equals(operation))
                .map(entry -> conflicts(entry.getKey(), entry.getValue().sum()))
                .sorted(Comparator.comparingLong(Conflicts::count).reversed())
                .toList();
    }

    private static Conflicts conflicts(Clash clash, long count) {
        LongAdder falseConflicts = FALSE_CONFLICTS.get(clash);
        return new Conflicts(clash.entity, clash.kind, count, falseConflicts == null ? 0 : falseConflicts.sum());
    }
}
