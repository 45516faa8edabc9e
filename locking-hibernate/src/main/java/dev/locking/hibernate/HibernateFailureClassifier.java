package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides by the phase and by what is at the root of a failure, never by the exception that happens to wrap it. */
public final class HibernateFailureClassifier implements FailureClassifier {

    private final FailureCodes codes = FailureCodes.SHIPPED;

    /** While the transaction lasts, the table alone decides: a look at the rows would take a second connection beside it. */
    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        List<Conflict> known = known(attempt.failure());
        if (!known.isEmpty()) {
            return new Classification(Verdict.SURFACE, known);
        }
        Evidence seen = Evidence.of(attempt, codes);
        Classification byTable = DecisionTable.decide(attempt.phase(), seen);
        return attempt.failure() instanceof RuntimeException failure
                        && attempt.boundary() instanceof HibernateBoundary boundary
                        && !boundary.isActive()
                ? Diagnosis.refine(byTable, seen, failure, boundary.attempts())
                : byTable;
    }

    /** What this library has found out itself; not what an execution inside the attempt has given up for. */
    private static List<Conflict> known(Exception failure) {
        return CauseChain.of(failure).first(ConflictException.class) instanceof DetectedConflictException detected
                ? detected.conflicts()
                : List.of();
    }
}
