package dev.locking.retry;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The actions that wait for the commit of one attempt. Used by one thread. */
final class AfterCommit {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private @Nullable List<Runnable> actions;

    void add(Runnable action) {
        if (actions == null) {
            actions = new ArrayList<>();
        }
        actions.add(action);
    }

    void forget() {
        actions = null;
    }

    void run(String operation) {
        if (actions != null) {
            List<Runnable> committed = actions;
            actions = null;
            committed.forEach(action -> runQuietly(operation, action));
        }
    }

    static void runQuietly(String operation, Runnable action) {
        try {
            action.run();
        } catch (Exception e) {
            LOG.errorf(e, "%s has committed, but an action after the commit failed; it is not repeated", operation);
        }
    }
}
