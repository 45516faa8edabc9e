package dev.locking.tests.door;

import dev.locking.CombineFlush;
import dev.locking.ConflictKind;
import dev.locking.GroupMode;
import dev.locking.GroupPolicy;
import dev.locking.GroupScope;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.RetryPolicy;
import dev.locking.UnknownOutcome;
import dev.locking.hibernate.Versions;
import dev.locking.retry.Locking;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** {@link Locking#call}. */
public final class ProgrammaticDoor implements Door {

    private static final Operation CALL = Operation.named("ProgrammaticDoor.call");

    private static final Operation TWO_RETRIES =
            CALL.policy(RetryPolicy.builder().maxRetries(2).build());

    private static final Operation TWO_SECONDS =
            CALL.policy(RetryPolicy.builder().maxDuration(Duration.ofSeconds(2)).build());

    private static final Operation DECLARING = CALL.policy(RetryPolicy.builder()
            .also(ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT)
            .build());

    private static final Operation VERIFYING = CALL.policy(RetryPolicy.builder()
            .outcome(UnknownOutcome.VERIFY)
            .maxDuration(Duration.ofMinutes(1))
            .build());

    private static final Operation REAPPLYING =
            CALL.policy(RetryPolicy.builder().resolution(Resolution.REAPPLY).build());

    private static final Operation UNLESS_GONE =
            CALL.policy(RetryPolicy.builder().also(ConflictKind.GONE).build());

    private static final Operation REAPPLYING_UNLESS_GONE = CALL.policy(RetryPolicy.builder()
            .resolution(Resolution.REAPPLY)
            .also(ConflictKind.GONE)
            .build());

    private static final Operation SURFACING =
            CALL.policy(RetryPolicy.builder().resolution(Resolution.SURFACE).build());

    private static final Operation IN_GROUP = CALL.group(GroupPolicy.named(GROUP));

    private static final Operation IN_GROUP_OF_CLUSTER = CALL.group(
            GroupPolicy.named(GROUP_OF_CLUSTER).scope(GroupScope.CLUSTER).maxWait(Duration.ofMinutes(1)));

    private static final Operation COMBINED =
            CALL.group(GroupPolicy.named(GROUP).combine(50));

    private static final Operation COMBINED_WITH_FLUSH =
            CALL.group(GroupPolicy.named(GROUP).combine(50).combineFlush(CombineFlush.EACH));

    private static final Operation WHEN_HOT =
            CALL.group(GroupPolicy.named(GROUP).mode(GroupMode.WHEN_HOT));

    private static final Operation LONG_WAITS =
            CALL.policy(waitingAnHour().maxDuration(Duration.ofHours(2)).build());

    private static final Operation WAITS_PAST_THE_DEADLINE =
            CALL.policy(waitingAnHour().build());

    private static RetryPolicy.Builder waitingAnHour() {
        return RetryPolicy.builder()
                .delay(Duration.ofHours(1))
                .maxDelay(Duration.ofHours(1))
                .jitter(0);
    }

    @Override
    public <T extends @Nullable Object> T call(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(CALL, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callWithTwoRetries(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(TWO_RETRIES, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callWithLongWaits(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(LONG_WAITS, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callWithWaitsPastTheDeadline(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(WAITS_PAST_THE_DEADLINE, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callForTwoSeconds(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(TWO_SECONDS, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callDeclaringDuplicatesAndLockTimeouts(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(DECLARING, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callVerifying(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(VERIFYING, work::run);
    }

    @Override
    public long callOnce(String key, long argument, Work<Long> work) throws Exception {
        return Locking.<Long, Exception>callOnce(CALL, key, List.of(argument), Long.class, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callReapplying(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(REAPPLYING, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callUnlessGone(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(UNLESS_GONE, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callReapplyingUnlessGone(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(REAPPLYING_UNLESS_GONE, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callSurfacing(Work<T> work) throws Exception {
        return Locking.<T, Exception>call(SURFACING, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callExpecting(
            long leafletId, Object version, Supplier<Session> current, Work<T> work) throws Exception {
        return Locking.<T, Exception>call(CALL, () -> {
            Versions.require(current.get(), Leaflet.class, leafletId, version);
            return work.run();
        });
    }

    @Override
    public <T extends @Nullable Object> T callInTurn(List<Long> keys, Work<T> work) throws Exception {
        return Locking.<T, Exception>callInTurn(IN_GROUP, keys, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callInTurnOfCluster(List<Long> keys, Work<T> work) throws Exception {
        return Locking.<T, Exception>callInTurn(IN_GROUP_OF_CLUSTER, keys, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callCombined(List<Long> keys, Work<T> work) throws Exception {
        return Locking.<T, Exception>callInTurn(COMBINED, keys, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callCombinedWithFlush(List<Long> keys, Work<T> work) throws Exception {
        return Locking.<T, Exception>callInTurn(COMBINED_WITH_FLUSH, keys, work::run);
    }

    @Override
    public <T extends @Nullable Object> T callWhenHot(List<Long> keys, Work<T> work) throws Exception {
        return Locking.<T, Exception>callInTurn(WHEN_HOT, keys, work::run);
    }

    @Override
    public String operation() {
        return CALL.name();
    }
}
