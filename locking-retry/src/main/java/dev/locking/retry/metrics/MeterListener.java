package dev.locking.retry.metrics;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves the meters of {@link MeterNames}. Found by {@link java.util.ServiceLoader}, it uses
 * {@link Metrics#globalRegistry}, to which an application adds its own registry; without one, nothing is kept.
 * Thread-safe.
 */
public final class MeterListener implements ExecutionListener {

    private final MeterRegistry registry;
    private final Map<String, OfOperation> operations = new ConcurrentHashMap<>();
    private final Map<ConflictKey, Counter> conflicts = new ConcurrentHashMap<>();
    private final Map<FalseConflictKey, Counter> falseConflicts = new ConcurrentHashMap<>();
    private final Map<GroupKey, Timer> groupWaits = new ConcurrentHashMap<>();

    private final Map<String, DistributionSummary> combined = new ConcurrentHashMap<>();

    /** Uses {@link Metrics#globalRegistry}. */
    public MeterListener() {
        this(Metrics.globalRegistry);
    }

    MeterListener(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What moves at the end of each execution, by one look-up that makes no object. */
    private final class OfOperation {

        private final Map<Outcome, Timer> executions = new ConcurrentHashMap<>();
        private final Function<Outcome, Timer> timers;
        private final DistributionSummary attempts;

        OfOperation(String name) {
            timers = outcome -> timer(name, outcome);
            attempts = summary(name);
        }

        void finished(Outcome outcome, int ran, long elapsedNanos) {
            executions.computeIfAbsent(outcome, timers).record(elapsedNanos, TimeUnit.NANOSECONDS);
            if (outcome != Outcome.PROPAGATED) {
                attempts.record(ran);
            }
        }
    }

    private record ConflictKey(String operation, @Nullable String entity, String kind) {}

    private record FalseConflictKey(
            String operation, @Nullable String entity) {}

    private record GroupKey(String operation, String group) {}

    @Override
    public void onGroupWait(String operation, String group, long waitedNanos) {
        groupWaits
                .computeIfAbsent(new GroupKey(operation, group), this::waitTimer)
                .record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onCombined(String group, int calls) {
        combined.computeIfAbsent(group, this::combinedSummary).record(calls);
    }

    @Override
    public void onConflict(String operation, int attempt, List<Conflict> found) {
        for (Conflict conflict : found) {
            var key = new ConflictKey(
                    operation, conflict.entityName(), conflict.kind().name());
            conflicts.computeIfAbsent(key, this::counter).increment();
            if (conflict.isFalseConflict()) {
                falseConflicts
                        .computeIfAbsent(new FalseConflictKey(operation, conflict.entityName()), this::falseCounter)
                        .increment();
            }
        }
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int ran, long elapsedNanos) {
        operations.computeIfAbsent(operation, OfOperation::new).finished(outcome, ran, elapsedNanos);
    }

    private Timer timer(String operation, Outcome outcome) {
        return Timer.builder(MeterNames.EXECUTIONS)
                .description("Executions, from the first attempt to the end of the last")
                .tag(MeterNames.OPERATION, operation)
                .tag(MeterNames.OUTCOME, tag(outcome.name()))
                .register(registry);
    }

    private Timer waitTimer(GroupKey key) {
        return Timer.builder(MeterNames.GROUP_WAIT)
                .description("Waits for the turn in an exclusive group")
                .tag(MeterNames.OPERATION, key.operation)
                .tag(MeterNames.GROUP, key.group)
                .register(registry);
    }

    private DistributionSummary summary(String operation) {
        return DistributionSummary.builder(MeterNames.ATTEMPTS)
                .description("Attempts of one execution")
                .tag(MeterNames.OPERATION, operation)
                .register(registry);
    }

    private DistributionSummary combinedSummary(String group) {
        return DistributionSummary.builder(MeterNames.COMBINED)
                .description("Calls that shared one transaction")
                .tag(MeterNames.GROUP, group)
                .register(registry);
    }

    private Counter counter(ConflictKey key) {
        return Counter.builder(MeterNames.CONFLICTS)
                .description("Conflicts of lost attempts")
                .tag(MeterNames.OPERATION, key.operation)
                .tag(MeterNames.ENTITY, entity(key.entity))
                .tag(MeterNames.KIND, tag(key.kind))
                .register(registry);
    }

    private Counter falseCounter(FalseConflictKey key) {
        return Counter.builder(MeterNames.FALSE_CONFLICTS)
                .description("Conflicts of lost attempts in which no attribute was changed by both sides")
                .tag(MeterNames.OPERATION, key.operation)
                .tag(MeterNames.ENTITY, entity(key.entity))
                .register(registry);
    }

    private static String entity(@Nullable String name) {
        return name == null ? "unknown" : name;
    }

    private static String tag(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
