package dev.locking.retry;

import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks classifiers in turn. What none of them knows is no conflict, unless COMMIT was sent: then nobody knows. */
final class FirstAnswer implements FailureClassifier {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final List<FailureClassifier> classifiers;

    FirstAnswer(List<FailureClassifier> classifiers) {
        this.classifiers = List.copyOf(classifiers);
    }

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        for (FailureClassifier classifier : classifiers) {
            Classification answer = ask(classifier, attempt);
            if (answer != null) {
                return answer;
            }
        }
        return attempt.phase() == Phase.COMMIT_SENT ? new Classification(Verdict.OUTCOME_UNKNOWN, List.of()) : null;
    }

    /** A classifier that fails itself has no answer, and must not hide the failure that it was asked about. */
    private static @Nullable Classification ask(FailureClassifier classifier, FailedAttempt attempt) {
        try {
            return classifier.classify(attempt);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warnf(
                    e,
                    "%s could not tell what failed in %s",
                    classifier.getClass().getName(),
                    attempt.operation());
            return null;
        }
    }
}
