package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.Classification;
import dev.locking.spi.CurrentAttempt;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation inside a transaction that is already active: the body runs once, and whatever it throws goes
 * out to the owner of the transaction, who alone can repeat it.
 */
final class JoinedExecution extends Execution {

    private final FailureClassifier classifier;
    private final OuterTransactions outerTransactions;

    JoinedExecution(
            Operation operation,
            Body body,
            TransactionBoundary boundary,
            FailureClassifier classifier,
            OuterTransactions outerTransactions,
            Listeners listeners,
            Timing timing) {
        super(operation, body, boundary, listeners, timing);
        this.classifier = classifier;
        this.outerTransactions = outerTransactions;
    }

    @Override
    @Nullable
    Object execute() throws Throwable {
        try {
            return isInsideAnAttemptOfTheSameTransaction() ? body.run() : runInsideSomebodyElses();
        } finally {
            finished(Outcome.PROPAGATED, null);
        }
    }

    private boolean isInsideAnAttemptOfTheSameTransaction() {
        return CurrentAttempt.get() instanceof Execution outer && outer.boundary.equals(boundary);
    }

    private @Nullable Object runInsideSomebodyElses() throws Throwable {
        try {
            return runAsCurrent(body);
        } catch (Exception failure) {
            warnOfConflict(failure);
            throw failure;
        }
    }

    private void warnOfConflict(Exception failure) {
        Classification found = classifier.classify(new FailedAttempt(failure, Phase.BODY, operation, boundary));
        if (found != null && found.verdict() == Verdict.RE_EXECUTE) {
            outerTransactions.metConflict(operation.name());
        }
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public void afterCommit(Runnable action) {
        requireNonNull(action, "action");
        boundary.afterCommit(() -> AfterCommit.runQuietly(operation.name(), action));
    }
}
