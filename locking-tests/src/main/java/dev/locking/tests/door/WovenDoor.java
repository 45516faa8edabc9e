package dev.locking.tests.door;

import dev.locking.ConflictKind;
import dev.locking.RetryOnConflict;
import org.jspecify.annotations.Nullable;

/** Annotated methods. How they are woven (when they are built, or when they are loaded) is for the build to say. */
public final class WovenDoor implements Door {

    @Override
    @RetryOnConflict
    public <T extends @Nullable Object> T call(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(maxRetries = 2)
    public <T extends @Nullable Object> T callWithTwoRetries(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(delay = "1h", maxDelay = "1h", jitter = 0, maxDuration = "2h")
    public <T extends @Nullable Object> T callWithLongWaits(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(delay = "1h", maxDelay = "1h", jitter = 0)
    public <T extends @Nullable Object> T callWithWaitsPastTheDeadline(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(also = {ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT})
    public <T extends @Nullable Object> T callDeclaringDuplicatesAndLockTimeouts(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    public String operation() {
        return "WovenDoor.call";
    }
}
