package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StaleStateException;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.jspecify.annotations.Nullable;

/** Decides by the phase and by what is at the root of a failure, never by the exception that happens to wrap it. */
public final class HibernateFailureClassifier implements FailureClassifier {

    private static final Classification NO_CONFLICT = new Classification(Verdict.RETHROW, List.of());

    private static final Classification NOBODY_KNOWS = new Classification(Verdict.OUTCOME_UNKNOWN, List.of());

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        CauseChain causes = CauseChain.of(attempt.failure());
        if (causes.has(ConflictException.class) || causes.has(OutcomeUnknownException.class)) {
            return NO_CONFLICT;
        }
        if (attempt.failure() instanceof SwallowedConflictException) {
            return new Classification(Verdict.SURFACE, List.of(new Conflict(ConflictKind.SWALLOWED, null, null)));
        }
        return attempt.phase() == Phase.COMMIT_SENT ? answerToCommit(causes) : failureOfBody(causes);
    }

    private static Classification answerToCommit(CauseChain causes) {
        Conflict conflict = SqlFailures.conflict(causes);
        if (conflict != null) {
            return reExecute(conflict);
        }
        return SqlFailures.saysRolledBack(causes) ? NO_CONFLICT : NOBODY_KNOWS;
    }

    private static @Nullable Classification failureOfBody(CauseChain causes) {
        Conflict conflict = SqlFailures.conflict(causes);
        if (conflict == null) {
            conflict = staleState(causes);
        }
        return conflict == null ? null : reExecute(conflict);
    }

    private static Classification reExecute(Conflict conflict) {
        return new Classification(Verdict.RE_EXECUTE, List.of(conflict));
    }

    private static @Nullable Conflict staleState(CauseChain causes) {
        if (causes.has(OptimisticEntityLockException.class)) {
            return new Conflict(ConflictKind.STALE_READ, null, null);
        }
        StaleObjectStateException stale = causes.first(StaleObjectStateException.class);
        if (stale != null) {
            return new Conflict(ConflictKind.STALE_UPDATE, stale.getEntityName(), stale.getIdentifier());
        }
        boolean unnamed = causes.has(StaleStateException.class) || causes.has(OptimisticLockException.class);
        return unnamed ? new Conflict(ConflictKind.STALE_UPDATE, null, null) : null;
    }
}
