package dev.locking.retry;

import dev.locking.spi.ExecutionListener;
import java.util.List;

/** Engines for tests: real turns, but no time passes and nobody sleeps, unless a test says so. */
final class Engines {

    static final Timing NO_TIME_PASSES = new Timing(() -> 0L, nanos -> {}, () -> 0.0);

    private Engines() {}

    static RetryEngine on(StubIntegration integration, ExecutionListener... listeners) {
        return on(integration, NO_TIME_PASSES, listeners);
    }

    static RetryEngine on(StubIntegration integration, Timing timing, ExecutionListener... listeners) {
        return new RetryEngine(
                integration,
                List.of(integration),
                List.of(),
                new Listeners(List.of(listeners)),
                new Observers(List.of()),
                timing);
    }
}
