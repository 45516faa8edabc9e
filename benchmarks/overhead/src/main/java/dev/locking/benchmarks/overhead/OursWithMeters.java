package dev.locking.benchmarks.overhead;

import dev.locking.retry.metrics.MeterNames;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The same with the meters of the library, on a registry in memory. */
public class OursWithMeters extends Ours {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Setup
    public void addRegistry() {
        Metrics.addRegistry(registry);
    }

    @TearDown
    public void theMetersHaveMoved() {
        Metrics.removeRegistry(registry);
        if (registry.get(MeterNames.EXECUTIONS).timers().stream().allMatch(timer -> timer.count() == 0)) {
            throw new IllegalStateException(
                    "The meters did not move, so these are not the figures that they are said to be.");
        }
    }
}
