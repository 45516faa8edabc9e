package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.RetryPolicy;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier says, and then what the operation declares: nothing that is declared makes an open outcome certain.
 * Null is what leaves as it came.
 *
 * @param classifier is asked first
 */
record DeclaredConflicts(FailureClassifier classifier) implements FailureClassifier {

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        Classification found = classifier.classify(attempt);
        if (found != null && found.verdict() == Verdict.OUTCOME_UNKNOWN) {
            return found;
        }
        RetryPolicy policy = attempt.operation().policy();
        if (policy.isAbortedOn(attempt.failure())) {
            return null;
        }
        if (found == null || found.verdict() == Verdict.RETHROW) {
            return declaredFailure(attempt);
        }
        if (found.verdict() == Verdict.IF_DECLARED) {
            ConflictKind kind = found.conflicts().get(0).kind();
            return policy.isAlso(kind)
                    ? new Classification(Verdict.RE_EXECUTE, found.conflicts())
                    : declaredFailure(attempt);
        }
        return found.verdict() == Verdict.SURFACE && policy.isAlso(ConflictKind.GONE) && isAnyGone(found)
                ? new Classification(Verdict.RE_EXECUTE_ONCE, found.conflicts())
                : found;
    }

    private static boolean isAnyGone(Classification found) {
        return found.conflicts().stream().anyMatch(conflict -> conflict.kind() == ConflictKind.GONE);
    }

    private static @Nullable Classification declaredFailure(FailedAttempt attempt) {
        return attempt.operation().policy().isRetriedOn(attempt.failure())
                ? new Classification(Verdict.RE_EXECUTE, List.of(new Conflict(ConflictKind.DECLARED, null, null)))
                : null;
    }
}
