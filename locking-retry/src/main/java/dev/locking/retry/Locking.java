package dev.locking.retry;

import dev.locking.Hotspot;
import dev.locking.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The programmatic door: runs a body as an annotated and woven method would run. Thread-safe.
 *
 * @since 0.1
 */
public final class Locking {

    private Locking() {}

    /**
     * Runs the body in a transaction of its own, and again on fresh data when another transaction got in its way. Inside
     * a transaction that is already active the body runs once, in that transaction.
     *
     * @param <T> what the body returns
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the name and the policy
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws X if the body throws it; its transaction is rolled back
     * @throws dev.locking.ConflictException if no attempt committed because of conflicts
     * @throws dev.locking.OutcomeUnknownException if nobody knows whether the commit was applied
     */
    public static <T extends @Nullable Object, X extends Exception> T call(Operation operation, CallableBody<T, X> body)
            throws X {
        try {
            return asReturned(RetryEngine.standard().execute(configured(operation), body::call));
        } catch (Throwable failure) {
            throw Locking.<RuntimeException>asItCame(failure);
        }
    }

    /**
     * As {@link #call(Operation, CallableBody)}, in its turn: calls whose operations are in the same
     * {@linkplain Operation#group exclusive group} and share a key run one after the other. See
     * {@link dev.locking.ExclusiveGroup}.
     *
     * @param <T> what the body returns
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the name, the policy and the group
     * @param groupKeys what the call is about; a collection or an array stands for its elements
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws X if the body throws it; its transaction is rolled back
     * @throws dev.locking.GroupBusyException if the turn could not be had; nothing was done
     * @throws IllegalArgumentException if the operation is in no group, or a key is null or has no stable text
     */
    public static <T extends @Nullable Object, X extends Exception> T callInTurn(
            Operation operation, List<?> groupKeys, CallableBody<T, X> body) throws X {
        requireGroup(operation);
        try {
            return asReturned(RetryEngine.standard().execute(configured(operation), body::call, null, groupKeys));
        } catch (Throwable failure) {
            throw Locking.<RuntimeException>asItCame(failure);
        }
    }

    /**
     * As {@link #call(Operation, CallableBody)}, with the default policy.
     *
     * @param <T> what the body returns
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the operation's name
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws X if the body throws it
     */
    public static <T extends @Nullable Object, X extends Exception> T call(String operation, CallableBody<T, X> body)
            throws X {
        return call(Operation.named(operation), body);
    }

    /**
     * As {@link #call(Operation, CallableBody)}, for a body that returns nothing.
     *
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the name and the policy
     * @param body what each attempt runs
     * @throws X if the body throws it
     */
    public static <X extends Exception> void run(Operation operation, RunnableBody<X> body) throws X {
        Locking.<@Nullable Object, X>call(operation, () -> {
            body.run();
            return null;
        });
    }

    /**
     * As {@link #run(Operation, RunnableBody)}, with the default policy.
     *
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the operation's name
     * @param body what each attempt runs
     * @throws X if the body throws it
     */
    public static <X extends Exception> void run(String operation, RunnableBody<X> body) throws X {
        run(Operation.named(operation), body);
    }

    /**
     * Runs the body as {@link #call(Operation, CallableBody)}, and at most once per key: a second call of the operation
     * with the same key and arguments returns what the first one returned. See {@link dev.locking.IdempotencyKey}, which
     * does the same for a woven method, for what keys, arguments and results can be.
     *
     * @param <T> what the body returns
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the name and the policy
     * @param key tells this call from others
     * @param arguments what the body depends on besides the key, so that a key that is used for two things is refused
     * @param resultType the type of the result
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned, in this call or in an earlier one
     * @throws X if the body throws it; its transaction is rolled back
     * @throws dev.locking.IdempotencyKeyReusedException if an earlier call had the same key and other arguments
     * @throws IllegalArgumentException if the key or an argument has no stable text
     * @throws IllegalStateException inside an active transaction, or if the result cannot be stored
     */
    public static <T extends @Nullable Object, X extends Exception> T callOnce(
            Operation operation, Object key, List<?> arguments, Class<T> resultType, CallableBody<T, X> body) throws X {
        try {
            IdempotentCall call = new IdempotentCall(key, arguments, resultType);
            return asReturned(RetryEngine.standard().execute(configured(operation), body::call, call, List.of()));
        } catch (Throwable failure) {
            throw Locking.<RuntimeException>asItCame(failure);
        }
    }

    /**
     * The rows and keys of exclusive groups on which calls of this JVM got in each other's way most in about the last second.
     * For a report; it takes no lock.
     *
     * @return the hottest first, at most 1,024
     */
    public static List<Hotspot> hotspots() {
        return RetryEngine.standard().hotspots();
    }

    /**
     * How many retries that wait for no turn could be made now in this JVM: at least 100, and more while there are many calls,
     * less those of the last ten seconds. At 0 or less, conflicts on rows that are not known go to the callers.
     *
     * @return of the persistence unit that has the fewest left
     */
    public static long retriesLeft() {
        return RetryEngine.standard().retriesLeft();
    }

    /** With the settings that hold for it now. */
    static Operation configured(Operation operation) {
        return LockingSettings.standard().configured(operation);
    }

    static void requireGroup(Operation operation) {
        if (operation.group() == null) {
            throw new IllegalArgumentException(operation
                    + " is in no exclusive group. Say which: operation.group(GroupPolicy.named(\"wallet\")).");
        }
    }

    /** The body's own result comes back, so whether it may be null is for {@code T} to say. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    static <T extends @Nullable Object> T asReturned(@Nullable Object result) {
        return (T) result;
    }

    /** Lets a checked exception out of a method that the compiler thinks cannot throw it; the callers above declare it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X asItCame(Throwable failure) throws X {
        throw (X) failure;
    }

    /**
     * A body that returns a value.
     *
     * @param <T> what it returns
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface CallableBody<T extends @Nullable Object, X extends Exception> {

        /**
         * Runs once per attempt.
         *
         * @return the value
         * @throws X if it fails
         */
        T call() throws X;
    }

    /**
     * A body that returns nothing.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface RunnableBody<X extends Exception> {

        /**
         * Runs once per attempt.
         *
         * @throws X if it fails
         */
        void run() throws X;
    }
}
