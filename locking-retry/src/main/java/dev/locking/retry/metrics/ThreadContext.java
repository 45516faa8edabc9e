package dev.locking.retry.metrics;

import dev.locking.spi.Body;
import dev.locking.spi.ContextCarrier;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * Carries what is registered with {@code io.micrometer:context-propagation}, where that is on the class path: what the caller's
 * thread has not set is cleared while its body runs. Found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public final class ThreadContext implements ContextCarrier {

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @Override
    @SuppressWarnings("try") // being set is all that the scope is for
    public Body carry(Body body) {
        ContextSnapshot caller = snapshots.captureAll();
        return () -> {
            try (ContextSnapshot.Scope scope = caller.setThreadLocals()) {
                return body.run();
            }
        };
    }
}
