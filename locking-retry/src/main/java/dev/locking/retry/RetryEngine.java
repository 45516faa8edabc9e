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
    private final Listeners listeners;
    private final Timing timing;
    private final Turns turns = new Turns();
    private final OuterTransactions outerTransactions = new OuterTransactions();

    RetryEngine(BoundaryProvider boundaries, List<FailureClassifier> classifiers, Listeners listeners, Timing timing) {
        this.boundaries = boundaries;
        this.classifier = new FirstAnswer(classifiers);
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
                ? new JoinedExecution(operation, body, boundary, classifier, outerTransactions, listeners, timing).run()
                : new OwnedExecution(operation, body, boundary, classifier, turns, listeners, timing).run();
    }
}
