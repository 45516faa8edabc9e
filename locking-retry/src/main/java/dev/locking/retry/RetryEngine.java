package dev.locking.retry;

import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.TransactionBoundary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations: once inside a transaction that is already active, else in transactions of its own until one commits.
 * Every door calls {@link #execute}. Thread-safe.
 */
public final class RetryEngine {

    private static volatile @Nullable RetryEngine standard;

    private final BoundaryProvider boundaries;
    private final FailureClassifier classifier;
    private final FailureClassifier declared;
    private final Listeners listeners;
    private final Timing timing;
    private final Turns turns = new Turns();
    private final RetryBudgets budgets = new RetryBudgets();
    private final OuterTransactions outerTransactions = new OuterTransactions();
    private final RetryLibraries retryLibraries = new RetryLibraries();

    RetryEngine(BoundaryProvider boundaries, List<FailureClassifier> classifiers, Listeners listeners, Timing timing) {
        this.boundaries = boundaries;
        this.classifier = new FirstAnswer(classifiers);
        this.declared = new DeclaredConflicts(classifier);
        this.listeners = listeners;
        this.timing = timing;
    }

    /**
     * The engine of this process, put together from what {@link java.util.ServiceLoader} finds.
     *
     * @return always the same instance
     * @throws IllegalStateException if no integration, such as {@code locking-hibernate}, is on the class path, or several
     */
    public static RetryEngine standard() {
        RetryEngine engine = standard;
        return engine != null ? engine : discover();
    }

    private static synchronized RetryEngine discover() {
        RetryEngine engine = standard;
        if (engine == null) {
            engine = Discovery.engine();
            standard = engine;
        }
        return engine;
    }

    /**
     * Executes an operation.
     *
     * @param operation its name and policy
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws Throwable {@link dev.locking.ConflictException}, {@link dev.locking.OutcomeUnknownException}, or what the
     *     body or the commit threw
     */
    public @Nullable Object execute(Operation operation, Body body) throws Throwable {
        TransactionBoundary boundary = boundaries.boundary(operation.unit());
        return boundary.isActive()
                ? joined(operation, body, boundary)
                : new OwnedExecution(operation, body, boundary, Receipt.of(operation), this).execute();
    }

    /**
     * Executes an operation at most once per idempotency key.
     *
     * @param operation its name and policy
     * @param body what each attempt runs
     * @param call what tells this call from others
     * @return what the body of the attempt that committed returned, in this call or in an earlier one with the same key
     * @throws dev.locking.IdempotencyKeyReusedException if an earlier call with the same key had other arguments
     * @throws IllegalArgumentException if the key is null, or the key or an argument has no stable text
     * @throws IllegalStateException inside an active transaction, or if the result cannot be stored
     * @throws Throwable as {@link #execute(Operation, Body)}
     */
    public @Nullable Object executeOnce(Operation operation, Body body, IdempotentCall call) throws Throwable {
        TransactionBoundary boundary = boundaries.boundary(operation.unit());
        if (boundary.isActive()) {
            throw new IllegalStateException(
                    operation.name() + " has an idempotency key, but is called inside a transaction"
                            + " that began before it: whether its call counts is for that one's commit to say. Call it outside of"
                            + " it, or give the key to the method that begins it.");
        }
        return new OwnedExecution(operation, body, boundary, Receipt.of(operation, call), this).execute();
    }

    private @Nullable Object joined(Operation operation, Body body, TransactionBoundary boundary) throws Throwable {
        return new JoinedExecution(operation, body, boundary, classifier, outerTransactions, listeners, timing)
                .execute();
    }

    FailureClassifier classifier() {
        return declared;
    }

    Listeners listeners() {
        return listeners;
    }

    Timing timing() {
        return timing;
    }

    Turns turns() {
        return turns;
    }

    RetryBudget budget(TransactionBoundary boundary) {
        return budgets.of(boundary);
    }

    RetryLibraries retryLibraries() {
        return retryLibraries;
    }
}
