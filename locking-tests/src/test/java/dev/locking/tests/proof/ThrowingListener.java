package dev.locking.tests.proof;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.List;

/** Throws where {@link Fault#LISTENER_THROWS} is due. Found by {@link java.util.ServiceLoader}; else it does nothing. */
public final class ThrowingListener implements ExecutionListener {

    @Override
    public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        Faults.inObserver(Fault.LISTENER_THROWS);
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        Faults.inObserver(Fault.LISTENER_THROWS);
    }
}
