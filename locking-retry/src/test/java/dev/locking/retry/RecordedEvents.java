package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What listeners are told, in its order. */
final class RecordedEvents implements ExecutionListener {

    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    @Override
    public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
        lines.add(operation + " conflict " + attempt + " " + conflicts.get(0));
    }

    @Override
    public void onGroupWait(String operation, String group, long waitedNanos) {
        lines.add(operation + " waited in " + group);
    }

    @Override
    public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
        lines.add(operation + " " + outcome + " after " + attempts);
    }
}
