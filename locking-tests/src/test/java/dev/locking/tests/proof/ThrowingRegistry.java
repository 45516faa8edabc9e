package dev.locking.tests.proof;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;

/** Its timers throw where {@link Fault#REGISTRY_THROWS} is due. */
final class ThrowingRegistry extends SimpleMeterRegistry {

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig histograms, PauseDetector pauses) {
        return new CumulativeTimer(id, clock, histograms, pauses, getBaseTimeUnit()) {
            @Override
            protected void recordNonNegative(long amount, TimeUnit unit) {
                Faults.inObserver(Fault.REGISTRY_THROWS);
                super.recordNonNegative(amount, unit);
            }
        };
    }
}
