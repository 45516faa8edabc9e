package dev.locking.retry;

import dev.locking.Conflict;
import java.time.Duration;
import java.util.List;

/** Why a conflict goes to the caller. */
enum GiveUp {
    NO_USE("running it again would not help"),
    DECLARED("resolution = SURFACE"),
    BODY_NOT_RETURNED("resolution = REAPPLY, and the body had not returned, so that its changes are not all known"),
    NOT_TO_BE_MERGED("resolution = REAPPLY, and this is no conflict that a merge resolves"),
    NOT_REAPPLICABLE("resolution = REAPPLY, and its changes are not all known (see what is suppressed)"),
    NO_RETRY_LEFT("no retry is left"),
    BUDGET("the retry budget of this process is used up: too many recent executions were retries"),
    DEADLINE("the next attempt would begin after maxDuration"),
    INTERRUPTED("the thread was interrupted");

    private final String reason;

    GiveUp(String reason) {
        this.reason = reason;
    }

    /** One sentence that a support engineer can act on. */
    String message(String operation, int attempts, Duration elapsed, List<Conflict> conflicts) {
        return operation + ": gave up after " + attempts + (attempts == 1 ? " attempt in " : " attempts in ")
                + elapsed.toMillis() + " ms, because " + reason + "; the last conflict was " + conflicts.get(0)
                + others(conflicts.size() - 1);
    }

    private static String others(int more) {
        return more == 0 ? "" : ", and on " + more + (more == 1 ? " row more" : " rows more");
    }
}
