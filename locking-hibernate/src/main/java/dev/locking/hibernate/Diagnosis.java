package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.Classification;
import dev.locking.spi.Verdict;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks, after the table's verdict, at what became of the rows that the attempt had read: it names all that are stale, and
 * sees what the failure itself does not say.
 *
 * <ul>
 *   <li>A row on which a version check failed is gone: another run would not bring it back (SURFACE, GONE).
 *   <li>It is as new as the attempt had read it: what was stale is an instance that came from outside, with a version that
 *       is the caller's, and another run would meet it again (SURFACE).
 *   <li>Something failed that looks like no conflict, or a conflict was caught by the application, and a row that the
 *       attempt had read is stale: it may have failed for that reason alone (RE_EXECUTE, DISGUISED or SWALLOWED).
 *   <li>A foreign key is violated, and a row that the attempt had read is gone: without it the body may go another way
 *       (RE_EXECUTE_ONCE, PARENT_GONE).
 * </ul>
 *
 * <p>Where the rows cannot be read, the table's verdict stands.
 */
final class Diagnosis {

    private static final Logger LOG = Logger.getLogger(Diagnosis.class);

    private final Evidence seen;
    private final ReadSet read;
    private final List<Conflict> stale;
    private final SessionAttempts attempts;

    private Diagnosis(Evidence seen, ReadSet read, List<Conflict> stale, SessionAttempts attempts) {
        this.seen = seen;
        this.read = read;
        this.stale = stale;
        this.attempts = attempts;
    }

    static @Nullable Classification refine(
            @Nullable Classification byTable, Evidence seen, RuntimeException failure, SessionAttempts attempts) {
        ReadSet read = attempts.takeLastRead();
        if (failure instanceof RowBusyException && seen.failureClass() == FailureClass.LOCK_TIMEOUT) {
            return byTable == null ? null : new Classification(Verdict.RE_EXECUTE, byTable.conflicts());
        }
        if (!isWorthALook(byTable, seen)) {
            return byTable;
        }
        try {
            ReadSet andNamed = read.and(named(seen, attempts));
            return new Diagnosis(seen, andNamed, attempts.staleRows(andNamed), attempts).refine(byTable);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("What became of the rows that a failed attempt had read cannot be told", e);
            return byTable;
        }
    }

    /** The row on which a version check failed, which need not have been read: its instance may come from outside. */
    private static @Nullable Seen named(Evidence seen, SessionAttempts attempts) {
        var row = seen.staleRow();
        return row == null ? null : attempts.unread(row.getEntityName(), row.getIdentifier());
    }

    private static boolean isWorthALook(@Nullable Classification byTable, Evidence seen) {
        SqlFailure root = seen.root();
        return switch (seen.failureClass()) {
            case VERSION_CONFLICT, STALE_READ, SERIALIZATION, DEADLOCK, PROCESS_ENGINE, SWALLOWED ->
                byTable != null && byTable.verdict() != Verdict.OUTCOME_UNKNOWN;
            case NOTHING_KNOWN -> true;
            case NEVER, UNKNOWN_SQL -> root != null && root.isConstraintViolation();
            default -> false;
        };
    }

    private @Nullable Classification refine(@Nullable Classification byTable) {
        return switch (seen.failureClass()) {
            case VERSION_CONFLICT, STALE_READ -> versionConflict(byTable);
            case SERIALIZATION, DEADLOCK, PROCESS_ENGINE -> stale.isEmpty() ? byTable : reExecute(kind(byTable));
            case SWALLOWED -> stale.isEmpty() || anyGone() ? byTable : reExecute(ConflictKind.SWALLOWED);
            default -> disguised(byTable);
        };
    }

    private @Nullable Classification versionConflict(@Nullable Classification byTable) {
        var row = seen.staleRow();
        Conflict clash = row == null ? null : stale(row.getIdentifier(), read.entityName(row.getEntityName()));
        if (row == null ? anyGone() : clash != null && clash.kind() == ConflictKind.GONE) {
            return new Classification(Verdict.SURFACE, stale);
        }
        Seen own = row == null ? null : read.find(row.getEntityName(), row.getIdentifier());
        if (clash == null && own != null && own.version() != null) {
            return new Classification(Verdict.SURFACE, List.of(attempts.fromOutside(own)));
        }
        return stale.isEmpty() ? byTable : reExecute(kind(byTable));
    }

    private @Nullable Conflict stale(@Nullable Object id, @Nullable String entityName) {
        return stale.stream()
                .filter(conflict -> conflict.id() != null && conflict.id().equals(id))
                .filter(conflict ->
                        conflict.entityName() != null && conflict.entityName().equals(entityName))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Classification disguised(@Nullable Classification byTable) {
        if (stale.isEmpty()) {
            return byTable;
        }
        if (!anyGone()) {
            return reExecute(ConflictKind.DISGUISED);
        }
        SqlFailure root = seen.root();
        return root != null && root.isForeignKeyViolation()
                ? new Classification(Verdict.RE_EXECUTE_ONCE, parentsGone())
                : new Classification(Verdict.SURFACE, stale);
    }

    private List<Conflict> parentsGone() {
        return stale.stream()
                .filter(conflict -> conflict.kind() == ConflictKind.GONE)
                .map(gone -> gone.as(ConflictKind.PARENT_GONE))
                .toList();
    }

    private boolean anyGone() {
        return stale.stream().anyMatch(conflict -> conflict.kind() == ConflictKind.GONE);
    }

    private Classification reExecute(ConflictKind kind) {
        return new Classification(
                Verdict.RE_EXECUTE,
                stale.stream().map(conflict -> as(kind, conflict)).toList());
    }

    private static Conflict as(ConflictKind kind, Conflict stale) {
        return stale.kind() == ConflictKind.GONE ? stale : stale.as(kind);
    }

    private static ConflictKind kind(@Nullable Classification byTable) {
        return byTable == null
                ? ConflictKind.STALE_UPDATE
                : byTable.conflicts().get(0).kind();
    }
}
