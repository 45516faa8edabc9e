package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.Classification;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import java.util.List;
import org.hibernate.StaleObjectStateException;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a failed attempt.
 *
 * <table>
 *   <caption>First match wins</caption>
 *   <tr><th>phase</th><th>failure</th><th>verdict</th></tr>
 *   <tr><td>APPLIED</td><td>anything</td><td>RETHROW: never again</td></tr>
 *   <tr><td>any</td><td>swallowed conflict</td><td>SURFACE</td></tr>
 *   <tr><td>COMMIT_SENT</td><td>the answer means "rolled back", see below</td><td>as in BODY</td></tr>
 *   <tr><td>COMMIT_SENT</td><td>anything else</td><td>OUTCOME_UNKNOWN</td></tr>
 *   <tr><td>BODY</td><td>another execution gave up; an interrupt</td><td>RETHROW</td></tr>
 *   <tr><td>BODY</td><td>version conflict, process engine's conflict, serialization, deadlock</td><td>RE_EXECUTE</td></tr>
 *   <tr><td>BODY</td><td>an instance of a failed attempt</td><td>SURFACE</td></tr>
 *   <tr><td>BODY</td><td>the ledger is busy with the same key</td><td>RE_EXECUTE</td></tr>
 *   <tr><td>BODY</td><td>lock timeout, unique violation</td><td>IF_DECLARED</td></tr>
 *   <tr><td>BODY</td><td>any other error of the database</td><td>RETHROW</td></tr>
 *   <tr><td>BODY</td><td>anything else</td><td>null: for others to say</td></tr>
 * </table>
 *
 * <p>An answer to COMMIT means "rolled back" if the database's error is a serialization failure, a deadlock or a violated
 * constraint (SQLState class 23, 40002, ORA-02091). It does not if anything in the chain says that the connection was
 * lost or that the outcome is unknown: 40003 is not 40001, whatever wraps it and whatever it wraps.
 *
 * <p>A version conflict without an error of the database is no answer to COMMIT either: Hibernate has checked all versions
 * before {@link CommitPhases} says COMMIT_SENT, so one that is seen after that comes from an unknown place.
 */
final class DecisionTable {

    private static final Classification RETHROW = new Classification(Verdict.RETHROW, List.of());

    private static final Classification OUTCOME_UNKNOWN = new Classification(Verdict.OUTCOME_UNKNOWN, List.of());

    private DecisionTable() {}

    static @Nullable Classification decide(Phase phase, Evidence seen) {
        if (phase == Phase.APPLIED) {
            return RETHROW;
        }
        if (seen.failureClass() == FailureClass.SWALLOWED) {
            return conflict(Verdict.SURFACE, ConflictKind.SWALLOWED);
        }
        return phase == Phase.BODY || isAnsweredByRollback(seen) ? decideRolledBack(seen) : OUTCOME_UNKNOWN;
    }

    private static boolean isAnsweredByRollback(Evidence seen) {
        SqlFailure answer = seen.root();
        if (answer == null
                || seen.failureClass() == FailureClass.GIVEN_UP
                || seen.anySql(SqlFailure::leavesTheOutcomeOpen)) {
            return false;
        }
        return switch (answer.failureClass()) {
            case SERIALIZATION, DEADLOCK, UNIQUE_CONFLICT -> true;
            default -> answer.isConstraintViolation();
        };
    }

    private static @Nullable Classification decideRolledBack(Evidence seen) {
        return switch (seen.failureClass()) {
            case GIVEN_UP, INTERRUPTED -> RETHROW;
            case VERSION_CONFLICT -> staleUpdate(seen.staleRow());
            case STALE_READ -> conflict(Verdict.RE_EXECUTE, ConflictKind.STALE_READ);
            case PROCESS_ENGINE -> conflict(Verdict.RE_EXECUTE, ConflictKind.PROCESS_ENGINE);
            case SERIALIZATION -> conflict(Verdict.RE_EXECUTE, ConflictKind.SERIALIZATION);
            case DEADLOCK -> conflict(Verdict.RE_EXECUTE, ConflictKind.DEADLOCK);
            case LOCK_TIMEOUT -> conflict(Verdict.IF_DECLARED, ConflictKind.LOCK_TIMEOUT);
            case SPENT_INSTANCE -> spentInstance(requireNonNull(seen.spentInstance()));
            case LEDGER_BUSY -> conflict(Verdict.RE_EXECUTE, ConflictKind.DUPLICATE);
            case UNIQUE_CONFLICT -> conflict(Verdict.IF_DECLARED, ConflictKind.DUPLICATE);
            case CONN_LOST_BEFORE_COMMIT, COMMIT_UNKNOWN, CANCELLED, RESOURCE, NEVER, UNKNOWN_SQL -> RETHROW;
            case NOTHING_KNOWN -> null;
            case SWALLOWED -> throw new IllegalArgumentException("decided before");
        };
    }

    private static Classification staleUpdate(@Nullable StaleObjectStateException row) {
        return row == null
                ? conflict(Verdict.RE_EXECUTE, ConflictKind.STALE_UPDATE)
                : new Classification(
                        Verdict.RE_EXECUTE,
                        List.of(new Conflict(ConflictKind.STALE_UPDATE, row.getEntityName(), row.getIdentifier())));
    }

    private static Classification spentInstance(SpentInstanceException spent) {
        return new Classification(
                Verdict.SURFACE, List.of(new Conflict(ConflictKind.STALE_UPDATE, spent.entityName(), spent.id())));
    }

    private static Classification conflict(Verdict verdict, ConflictKind kind) {
        return new Classification(verdict, List.of(new Conflict(kind, null, null)));
    }
}
