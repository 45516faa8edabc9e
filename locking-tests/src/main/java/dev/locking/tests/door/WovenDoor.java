package dev.locking.tests.door;

import dev.locking.CombineFlush;
import dev.locking.ConflictKind;
import dev.locking.ExclusiveGroup;
import dev.locking.ExpectedVersion;
import dev.locking.GroupKey;
import dev.locking.GroupMode;
import dev.locking.GroupScope;
import dev.locking.IdempotencyKey;
import dev.locking.Resolution;
import dev.locking.RetryOnConflict;
import dev.locking.UnknownOutcome;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Annotated methods. How they are woven (when they are built, or when they are loaded) is for the build to say. */
public final class WovenDoor implements Door {

    private static final ThreadLocal<Work<Long>> ONCE_WORK = new ThreadLocal<>();

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
    @RetryOnConflict(maxDuration = "2s")
    public <T extends @Nullable Object> T callForTwoSeconds(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(also = {ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT})
    public <T extends @Nullable Object> T callDeclaringDuplicatesAndLockTimeouts(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(outcome = UnknownOutcome.VERIFY, maxDuration = "1m")
    public <T extends @Nullable Object> T callVerifying(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    public long callOnce(String key, long argument, Work<Long> work) throws Exception {
        ONCE_WORK.set(work);
        try {
            return once(key, argument);
        } finally {
            ONCE_WORK.remove();
        }
    }

    /** What is to be done is no argument: it has no text by which two calls could be told apart. */
    @RetryOnConflict
    @SuppressWarnings("UnusedVariable")
    private long once(@IdempotencyKey String key, long argument) throws Exception {
        return ONCE_WORK.get().run();
    }

    @Override
    @RetryOnConflict(resolution = Resolution.REAPPLY)
    public <T extends @Nullable Object> T callReapplying(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(also = ConflictKind.GONE)
    public <T extends @Nullable Object> T callUnlessGone(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(resolution = Resolution.REAPPLY, also = ConflictKind.GONE)
    public <T extends @Nullable Object> T callReapplyingUnlessGone(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict(resolution = Resolution.SURFACE)
    public <T extends @Nullable Object> T callSurfacing(Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(GROUP)
    public <T extends @Nullable Object> T callInTurn(@GroupKey List<Long> keys, Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = GROUP_OF_CLUSTER, scope = GroupScope.CLUSTER, maxWait = "1m")
    public <T extends @Nullable Object> T callInTurnOfCluster(@GroupKey List<Long> keys, Work<T> work)
            throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = GROUP, combine = 50)
    public <T extends @Nullable Object> T callCombined(@GroupKey List<Long> keys, Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = GROUP, combine = 50, combineFlush = CombineFlush.EACH)
    public <T extends @Nullable Object> T callCombinedWithFlush(@GroupKey List<Long> keys, Work<T> work)
            throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = GROUP, mode = GroupMode.WHEN_HOT)
    public <T extends @Nullable Object> T callWhenHot(@GroupKey List<Long> keys, Work<T> work) throws Exception {
        return work.run();
    }

    @Override
    @RetryOnConflict
    public <T extends @Nullable Object> T callExpecting(
            long leafletId, @ExpectedVersion(Leaflet.class) Object version, Supplier<Session> current, Work<T> work)
            throws Exception {
        return work.run();
    }

    @Override
    public String operation() {
        return "WovenDoor.call";
    }
}
