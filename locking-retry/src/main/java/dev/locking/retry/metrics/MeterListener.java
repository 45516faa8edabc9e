package dev.locking.retry.metrics;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.Hotspot;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.Locking;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** A registry warns of gauges that it has. */
    private final Set<String> groupsWithGauges = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean gaugesAreThere = new AtomicBoolean();

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
        private final Timer wasted;
        private final Timer delay;

        OfOperation(String name) {
            timers = outcome -> timer(name, outcome);
            attempts = summary(name);
            wasted = timer(MeterNames.WASTED, "Attempts that were in vain", name);
            delay = timer(MeterNames.DELAY, "Waits between an attempt that was in vain and the next one", name);
            if (gaugesAreThere.compareAndSet(false, true)) {
                registerGauges();
            }
        }

        void finished(Outcome outcome, int ran, long elapsedNanos) {
            executions.computeIfAbsent(outcome, timers).record(elapsedNanos, TimeUnit.NANOSECONDS);
            if (outcome != Outcome.PROPAGATED) {
                attempts.record(ran);
            }
        }
    }

    @Override
    public boolean isActive() {
        return !(registry instanceof CompositeMeterRegistry several)
                || !several.getRegistries().isEmpty();
    }

    private record ConflictKey(String operation, @Nullable String entity, ConflictKind kind) {}

    private record FalseConflictKey(
            String operation, @Nullable String entity) {}

    private record GroupKey(String operation, String group) {}

    @Override
    public void onLost(String operation, int attempt, long elapsedNanos) {
        of(operation).wasted.record(elapsedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onDelay(String operation, int attempt, long waitedNanos) {
        of(operation).delay.record(waitedNanos, TimeUnit.NANOSECONDS);
    }

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
            var key = new ConflictKey(operation, conflict.entityName(), conflict.kind());
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
        of(operation).finished(outcome, ran, elapsedNanos);
    }

    private OfOperation of(String operation) {
        return operations.computeIfAbsent(operation, OfOperation::new);
    }

    private Timer timer(String operation, Outcome outcome) {
        return Timer.builder(MeterNames.EXECUTIONS)
                .description("Executions, from the first attempt to the end of the last")
                .tag(MeterNames.OPERATION, operation)
                .tag(MeterNames.OUTCOME, TagValues.of(outcome))
                .register(registry);
    }

    private Timer timer(String name, String description, String operation) {
        return Timer.builder(name)
                .description(description)
                .tag(MeterNames.OPERATION, operation)
                .register(registry);
    }

    private Timer waitTimer(GroupKey key) {
        if (groupsWithGauges.add(key.group)) {
            registerGauges(key.group);
        }
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
                .tag(MeterNames.KIND, TagValues.of(key.kind))
                .register(registry);
    }

    private Counter falseCounter(FalseConflictKey key) {
        return Counter.builder(MeterNames.FALSE_CONFLICTS)
                .description("Conflicts of lost attempts in which no attribute was changed by both sides")
                .tag(MeterNames.OPERATION, key.operation)
                .tag(MeterNames.ENTITY, entity(key.entity))
                .register(registry);
    }

    /** When the engine has run something: there is one then. */
    private void registerGauges() {
        Gauge.builder(MeterNames.BUDGET_AVAILABLE, Locking::retriesLeft)
                .description("Retries without a turn that could be made now")
                .register(registry);
        for (Hotspot.Kind kind : Hotspot.Kind.values()) {
            Gauge.builder(MeterNames.HOT, () -> hot(kind))
                    .description("Rows and keys on which calls get in each other's way")
                    .tag(MeterNames.KIND, TagValues.of(kind))
                    .register(registry);
        }
    }

    private static long hot(Hotspot.Kind kind) {
        return Locking.hotspots().stream().filter(hot -> hot.kind() == kind).count();
    }

    private void registerGauges(String group) {
        Gauge.builder(MeterNames.GROUP_ACTIVE, () -> ExclusiveGroups.active(group))
                .description("Keys of an exclusive group that somebody has now")
                .tag(MeterNames.GROUP, group)
                .register(registry);
        Gauge.builder(MeterNames.GROUP_QUEUED, () -> ExclusiveGroups.queued(group))
                .description("Calls that wait for their turn in an exclusive group now")
                .tag(MeterNames.GROUP, group)
                .register(registry);
    }

    private static String entity(@Nullable String name) {
        return name == null ? "unknown" : name;
    }
}
