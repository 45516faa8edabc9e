package dev.locking.hibernate;

import dev.locking.ConflictException;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StaleStateException;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a failed attempt, whoever wrapped it: the wrappers differ by version and are wrong for several
 * databases.
 */
final class Evidence {

    private final CauseChain causes;
    private final List<SqlFailure> sql;
    private final @Nullable SqlFailure root;
    private final FailureClass failureClass;

    private Evidence(CauseChain causes, FailureCodes codes, DatabaseProduct database, Phase phase) {
        this.causes = causes;
        this.sql = causes.all(SQLException.class)
                .map(error -> SqlFailure.of(error, codes, database, phase))
                .toList();
        this.root = findRoot();
        this.failureClass = classify();
    }

    /**
     * Looks at causes and next exceptions. Suppressed exceptions are mostly failures of a clean-up, and certainly not the
     * answer to a COMMIT: they are looked at for a failure of the body that has nothing else to say.
     */
    static Evidence of(FailedAttempt attempt, FailureCodes codes) {
        DatabaseProduct database = attempt.boundary() instanceof HibernateBoundary boundary
                ? boundary.attempts().databaseProduct()
                : DatabaseProduct.ANY;
        Evidence seen = new Evidence(CauseChain.of(attempt.failure()), codes, database, attempt.phase());
        return attempt.phase() == Phase.BODY && seen.failureClass == FailureClass.NOTHING_KNOWN
                ? new Evidence(seen.causes.suppressed(), codes, database, attempt.phase())
                : seen;
    }

    FailureClass failureClass() {
        return failureClass;
    }

    private FailureClass classify() {
        if (isSwallowed()) {
            return FailureClass.SWALLOWED;
        }
        if (causes.has(SpentInstanceException.class)) {
            return FailureClass.SPENT_INSTANCE;
        }
        if (causes.has(LedgerBusyException.class)) {
            return FailureClass.LEDGER_BUSY;
        }
        if (causes.has(ConflictException.class) || causes.has(OutcomeUnknownException.class)) {
            return FailureClass.GIVEN_UP;
        }
        if (causes.has(InterruptedException.class)) {
            return FailureClass.INTERRUPTED;
        }
        if (causes.stream().anyMatch(ProcessEngines::isConflict)) {
            return FailureClass.PROCESS_ENGINE;
        }
        if (root == null) {
            return withoutSql();
        }
        return isLostUpsert(root) ? FailureClass.VERSION_CONFLICT : root.failureClass();
    }

    /** That of this attempt, which whoever commits may have wrapped; not that of an execution inside it, which has given up. */
    private boolean isSwallowed() {
        return causes.stream()
                .filter(cause -> cause instanceof SwallowedConflictException || cause instanceof ConflictException)
                .findFirst()
                .filter(SwallowedConflictException.class::isInstance)
                .isPresent();
    }

    private FailureClass withoutSql() {
        if (causes.has(OptimisticEntityLockException.class)) {
            return FailureClass.STALE_READ;
        }
        boolean stale = causes.has(StaleStateException.class) || causes.has(OptimisticLockException.class);
        return stale ? FailureClass.VERSION_CONFLICT : FailureClass.NOTHING_KNOWN;
    }

    /**
     * Hibernate found no row to update, tried to insert it, and met the row that somebody else had inserted or changed
     * (see its {@code OptionalTableUpdateOperation}). It says so only then about an error of the database.
     */
    private boolean isLostUpsert(SqlFailure error) {
        return error.failureClass() == FailureClass.UNIQUE_CONFLICT && causes.has(StaleStateException.class);
    }

    /** The row that a version check failed on, where Hibernate says it. */
    @Nullable
    StaleObjectStateException staleRow() {
        return causes.first(StaleObjectStateException.class);
    }

    /** The instance of a failed attempt that was to be written. */
    @Nullable
    SpentInstanceException spentInstance() {
        return causes.first(SpentInstanceException.class);
    }

    /** The first error that the table knows, else the first that says something, else the first. */
    private @Nullable SqlFailure findRoot() {
        SqlFailure telling = first(SqlFailure::isTelling);
        if (telling != null) {
            return telling;
        }
        SqlFailure speaking = first(SqlFailure::saysSomething);
        return speaking != null ? speaking : first(error -> true);
    }

    private @Nullable SqlFailure first(Predicate<SqlFailure> what) {
        return sql.stream().filter(what).findFirst().orElse(null);
    }

    /** The error of the database that started it all. */
    @Nullable
    SqlFailure root() {
        return root;
    }

    boolean anySql(Predicate<SqlFailure> what) {
        return sql.stream().anyMatch(what);
    }
}
