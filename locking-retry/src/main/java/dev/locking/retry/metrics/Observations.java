package dev.locking.retry.metrics;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.ExecutionObserver;
import dev.locking.spi.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Observes executions and attempts with Micrometer's Observation API, so that they are spans where tracing listens. Found by
 * {@link java.util.ServiceLoader}; observes nothing until an application {@linkplain #addRegistry adds} its registry, as the
 * Spring Boot starter does. Thread-safe.
 *
 * <table>
 * <caption>Observations</caption>
 * <tr><th>name</th><th>low cardinality</th><th>high cardinality</th><th>what</th></tr>
 * <tr><td>{@value #EXECUTION}</td><td>{@code operation}, {@code outcome}</td><td></td>
 *     <td>one execution, waits included; an error if the caller gets an exception</td></tr>
 * <tr><td>{@value #ATTEMPT}</td><td>{@code operation}, {@code outcome} ({@value #COMMITTED} or {@value #ROLLED_BACK})</td>
 *     <td>{@code attempt}</td><td>one attempt; never an error, since whether it is one is for the execution to say</td></tr>
 * </table>
 *
 * <p>Each conflict is an event {@value #CONFLICT} of its execution. The outcome of an execution is that of the meters; it is
 * {@code none} for a call that did not get its turn in an exclusive group. Identifiers and values are nowhere.
 */
public final class Observations implements ExecutionObserver, ExecutionListener {

    public static final String EXECUTION = "locking.execution";
    public static final String ATTEMPT = "locking.attempt";
    public static final String CONFLICT = "locking.conflict";

    private static final String NUMBER = "attempt";
    private static final String COMMITTED = "committed";
    private static final String ROLLED_BACK = "rolled-back";

    private static final List<ObservationRegistry> REGISTRIES = new CopyOnWriteArrayList<>();
    private static volatile ObservationRegistry latest = ObservationRegistry.NOOP;

    /** For {@link java.util.ServiceLoader}. */
    public Observations() {}

    /** Tells the observation of an execution from others. */
    private static final class ExecutionContext extends Observation.Context {}

    /**
     * Adds a registry. Of several that several applications in one JVM have added, the latest observes.
     *
     * @param registry of the application
     */
    public static synchronized void addRegistry(ObservationRegistry registry) {
        REGISTRIES.add(registry);
        latest = registry;
    }

    /**
     * Forgets a registry. What began before ends in it.
     *
     * @param registry that was added; another one is ignored
     */
    public static synchronized void removeRegistry(ObservationRegistry registry) {
        REGISTRIES.remove(registry);
        latest = REGISTRIES.isEmpty() ? ObservationRegistry.NOOP : REGISTRIES.get(REGISTRIES.size() - 1);
    }

    @Override
    public boolean isActive() {
        return !latest.isNoop();
    }

    @Override
    public Ending onExecution(String operation) {
        return begin(Observation.createNotStarted(EXECUTION, ExecutionContext::new, latest)
                .contextualName(operation)
                .lowCardinalityKeyValue(MeterNames.OPERATION, operation)
                .lowCardinalityKeyValue(MeterNames.OUTCOME, "none"));
    }

    private static Ending begin(Observation begins) {
        Observation begun = begins.start();
        Observation.Scope scope = begun.openScope();
        return failure -> {
            scope.close();
            if (failure != null) {
                begun.error(failure);
            }
            begun.stop();
        };
    }

    @Override
    public Ending onAttempt(String operation, int number) {
        Observation attempt = Observation.createNotStarted(ATTEMPT, latest)
                .contextualName(operation + " attempt")
                .lowCardinalityKeyValue(MeterNames.OPERATION, operation)
                .highCardinalityKeyValue(NUMBER, Integer.toString(number));
        Ending ending = begin(attempt);
        return failure -> {
            attempt.lowCardinalityKeyValue(MeterNames.OUTCOME, failure == null ? COMMITTED : ROLLED_BACK);
            ending.ended(null);
        };
    }

    @Override
    public void onAttemptLost(String operation, int number, List<Conflict> conflicts) {
        Observation execution = execution();
        if (execution != null) {
            conflicts.forEach(conflict -> execution.event(event(number, conflict)));
        }
    }

    private static Observation.Event event(int number, Conflict conflict) {
        String entity = conflict.entityName() == null ? "" : " of " + conflict.entityName();
        return Observation.Event.of(CONFLICT, "attempt " + number + ": " + TagValues.of(conflict.kind()) + entity);
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        Observation execution = execution();
        if (execution != null) {
            execution.lowCardinalityKeyValue(MeterNames.OUTCOME, TagValues.of(outcome));
        }
    }

    /** Of the execution that runs on this thread, unless somebody left a scope of his own open inside of it. */
    private static @Nullable Observation execution() {
        Observation current = latest.getCurrentObservation();
        return current != null && current.getContext() instanceof ExecutionContext ? current : null;
    }
}
