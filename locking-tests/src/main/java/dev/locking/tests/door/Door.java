package dev.locking.tests.door;

import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** A way into the engine: each method runs the work as an operation with other settings. */
public interface Door {

    String GROUP = "wallets";

    String GROUP_OF_CLUSTER = "wallets of all JVMs";

    /** What a body does. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {

        T run() throws Exception;
    }

    /** With the defaults. */
    <T extends @Nullable Object> T call(Work<T> work) throws Exception;

    /** With {@code maxRetries = 2}. */
    <T extends @Nullable Object> T callWithTwoRetries(Work<T> work) throws Exception;

    /** With {@code delay = maxDelay = 1h}, {@code jitter = 0} and {@code maxDuration = 2h}. */
    <T extends @Nullable Object> T callWithLongWaits(Work<T> work) throws Exception;

    /** With {@code delay = maxDelay = 1h}, {@code jitter = 0} and the default {@code maxDuration}. */
    <T extends @Nullable Object> T callWithWaitsPastTheDeadline(Work<T> work) throws Exception;

    /** With {@code maxDuration = 2s}. */
    <T extends @Nullable Object> T callForTwoSeconds(Work<T> work) throws Exception;

    /** With {@code also = {DUPLICATE, LOCK_TIMEOUT}}. */
    <T extends @Nullable Object> T callDeclaringDuplicatesAndLockTimeouts(Work<T> work) throws Exception;

    /** With {@code outcome = VERIFY} and {@code maxDuration = 1m}: longer than a server takes to start again. */
    <T extends @Nullable Object> T callVerifying(Work<T> work) throws Exception;

    /** With an idempotency key, and an argument on which nothing depends but whether the key is used for two things. */
    long callOnce(String key, long argument, Work<Long> work) throws Exception;

    /** With {@code resolution = REAPPLY}. */
    <T extends @Nullable Object> T callReapplying(Work<T> work) throws Exception;

    /** With {@code also = GONE}. */
    <T extends @Nullable Object> T callUnlessGone(Work<T> work) throws Exception;

    /** With {@code resolution = REAPPLY} and {@code also = GONE}. */
    <T extends @Nullable Object> T callReapplyingUnlessGone(Work<T> work) throws Exception;

    /** With {@code resolution = SURFACE}. */
    <T extends @Nullable Object> T callSurfacing(Work<T> work) throws Exception;

    /** Whose caller expects that version of the leaflet. */
    <T extends @Nullable Object> T callExpecting(
            long leafletId, Object version, Supplier<Session> current, Work<T> work) throws Exception;

    /** In the exclusive group {@value #GROUP}, with the keys. */
    <T extends @Nullable Object> T callInTurn(List<Long> keys, Work<T> work) throws Exception;

    /** In the exclusive group {@value #GROUP_OF_CLUSTER} with {@code scope = CLUSTER} and {@code maxWait = 1m}. */
    <T extends @Nullable Object> T callInTurnOfCluster(List<Long> keys, Work<T> work) throws Exception;

    /** In the exclusive group {@value #GROUP} with {@code combine = 50}. */
    <T extends @Nullable Object> T callCombined(List<Long> keys, Work<T> work) throws Exception;

    /** As {@link #callCombined}, with {@code combineFlush = EACH}. */
    <T extends @Nullable Object> T callCombinedWithFlush(List<Long> keys, Work<T> work) throws Exception;

    /** In the exclusive group {@value #GROUP} with {@code mode = WHEN_HOT}. */
    <T extends @Nullable Object> T callWhenHot(List<Long> keys, Work<T> work) throws Exception;

    /** The name of the operation that {@link #call} runs. */
    String operation();
}
