package dev.locking.retry;

import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.TransactionBoundary;
import org.jspecify.annotations.Nullable;

/** The integration that the standard engine of this module's tests finds by ServiceLoader. */
public final class StandardStub implements BoundaryProvider, FailureClassifier {

    public static final StubIntegration INTEGRATION = new StubIntegration();

    @Override
    public TransactionBoundary boundary(String unit) {
        return INTEGRATION;
    }

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        return INTEGRATION.classify(attempt);
    }
}
