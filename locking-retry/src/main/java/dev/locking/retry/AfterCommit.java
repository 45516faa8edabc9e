package dev.locking.retry;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The actions that wait for the commit of one attempt. Used by one thread. */
final class AfterCommit {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final List<Runnable> actions = new ArrayList<>(2);

    void add(Runnable action) {
        actions.add(action);
    }

    void run(String operation) {
        List<Runnable> committed = List.copyOf(actions);
        actions.clear();
        committed.forEach(action -> runQuietly(operation, action));
    }

    static void runQuietly(String operation, Runnable action) {
        try {
            action.run();
        } catch (Exception e) {
            LOG.errorf(e, "%s has committed, but an action after the commit failed; it is not repeated", operation);
        }
    }
}
