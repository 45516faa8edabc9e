package dev.locking.retry;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.AlreadyCommittedException;
import dev.locking.spi.Body;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.LedgerEntry;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An integration without a database, whose transactions exist only as counts. One thread uses it at a time.
 */
public final class StubIntegration implements BoundaryProvider, TransactionBoundary, FailureClassifier {

    /** What the stub takes for a conflict. */
    public static final class StubConflict extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public StubConflict(String message) {
            super(message);
        }
    }

    public int begun;
    public int committed;
    public int rolledBack;
    private final List<Runnable> afterCommit = new ArrayList<>();

    /** What has committed with a ledger entry, by key. */
    final Map<String, AlreadyCommittedException> ledger = new HashMap<>();

    /** Fails attempts before they can ask the ledger. */
    @Nullable
    Throwable ledgerFailure;

    /** After how many of these failures the ledger answers again. */
    int refusals = Integer.MAX_VALUE;

    /** Whether an attempt that fails has committed in truth, though nobody noticed. */
    boolean committedUnnoticed;

    /** An entity that attempts change when they fail; what each attempt was told of it. */
    @Nullable
    Object entity;

    final List<Boolean> spentBefore = new ArrayList<>();

    /** Whether a commit that fails at {@link Phase#COMMIT_SENT} was applied all the same. */
    boolean applied;

    boolean active;

    @Nullable
    Exception commitFailure;

    Phase phaseOfCommitFailure = Phase.COMMIT_SENT;
    Verdict verdict = Verdict.RE_EXECUTE;
    Conflict conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L);
    List<Row> lostRows = List.of();

    @Override
    public TransactionBoundary boundary(String unit) {
        return this;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
        begun++;
        active = true;
        lostRows = attempt.rowsToLock();
        if (entity != null) {
            spentBefore.add(attempt.isSpent(entity));
        }
        try {
            askLedger(attempt);
            Object result = body.run();
            commit(attempt);
            return result;
        } catch (Throwable failure) {
            rolledBack++;
            if (committedUnnoticed) {
                keepLedger(attempt);
            }
            if (entity != null) {
                attempt.spend(entity);
            }
            throw failure;
        } finally {
            active = false;
        }
    }

    private void askLedger(RunningAttempt attempt) throws Throwable {
        LedgerEntry entry = attempt.ledgerEntry();
        if (entry != null) {
            if (ledgerFailure != null && refusals-- > 0) {
                throw ledgerFailure;
            }
            if (ledger.containsKey(entry.key())) {
                throw ledger.get(entry.key());
            }
            attempt.ledgerEntryInserted();
        }
    }

    private void keepLedger(RunningAttempt attempt) {
        LedgerEntry entry = attempt.ledgerEntry();
        if (entry != null) {
            ledger.put(entry.key(), new AlreadyCommittedException(entry, attempt.resultToStore()));
        }
    }

    private void commit(RunningAttempt attempt) throws Exception {
        if (commitFailure != null) {
            attempt.reached(phaseOfCommitFailure);
            if (applied) {
                keepLedger(attempt);
            }
            throw commitFailure;
        }
        keepLedger(attempt);
        attempt.reached(Phase.COMMIT_SENT);
        attempt.reached(Phase.APPLIED);
        committed++;
        afterCommit.forEach(Runnable::run);
        afterCommit.clear();
    }

    @Override
    public void flush() {}

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void commitOuterTransaction() {
        afterCommit.forEach(Runnable::run);
        active = false;
    }

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        return attempt.failure() instanceof StubConflict ? new Classification(verdict, List.of(conflict)) : null;
    }
}
