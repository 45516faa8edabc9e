package dev.locking.retry;

import dev.locking.Operation;
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
            return asReturned(RetryEngine.standard().execute(operation, body::call));
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

    /** The body's own result comes back, so whether it may be null is for {@code T} to say. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <T extends @Nullable Object> T asReturned(@Nullable Object result) {
        return (T) result;
    }

    /** Lets a checked exception out of a method that the compiler thinks cannot throw it; the callers above declare it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X asItCame(Throwable failure) throws X {
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
