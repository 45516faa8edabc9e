package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.Resolution;
import dev.locking.RetryPolicy;
import dev.locking.spi.AlreadyCommittedException;
import dev.locking.spi.Body;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.LedgerEntry;
import dev.locking.spi.NotReapplicableException;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of an operation that owns its transactions: the retry loop. */
class OwnedExecution extends Execution implements RunningAttempt, Body {

    /** Where the database ends a transaction by itself, whatever that has changed. */
    private static final Set<ConflictKind> OF_THE_DATABASE =
            EnumSet.of(ConflictKind.SERIALIZATION, ConflictKind.DEADLOCK);

    /** Conflicts over what was changed, not over what was read or relied on. What is gone comes here only where declared. */
    private static final Set<ConflictKind> MERGEABLE = EnumSet.of(
            ConflictKind.STALE_UPDATE,
            ConflictKind.GONE,
            ConflictKind.SERIALIZATION,
            ConflictKind.DEADLOCK,
            ConflictKind.LOCK_TIMEOUT);

    private final RetryEngine engine;
    private final @Nullable Receipt receipt;
    private final Groups.@Nullable Turn groupTurn;

    /** The body, until its changes are reapplied instead. */
    private Body work;

    private int number;
    private boolean workReturned;
    private Phase phase = Phase.BODY;
    private @Nullable Object returned;
    private @Nullable AfterCommit afterCommit;
    private @Nullable DoubtfulCommit doubt;
    private @Nullable TurnAwaitedException turnAwaited;
    private boolean ranOnceMore;
    private boolean certainlyRolledBack;
    private @Nullable Set<Object> spent;

    /** What most executions do not need is made when it is needed, like the actions above. */
    private @Nullable NextAttempt nextAttempt;

    private @Nullable LostAttempts lost;

    OwnedExecution(
            Operation operation,
            Body body,
            TransactionBoundary boundary,
            @Nullable Receipt receipt,
            Groups.@Nullable Turn groupTurn,
            RetryEngine engine) {
        super(operation, body, boundary, engine.listeners(), engine.timing());
        this.engine = engine;
        this.work = body;
        this.receipt = receipt;
        this.groupTurn = groupTurn;
        engine.budget(boundary).deposit(started());
    }

    private NextAttempt nextAttempt() {
        if (nextAttempt == null) {
            nextAttempt = new NextAttempt(
                    operation,
                    boundary,
                    engine.turns(),
                    engine.budget(boundary),
                    engine.timing(),
                    this::remainingNanos);
        }
        return nextAttempt;
    }

    private LostAttempts lost() {
        if (lost == null) {
            lost = new LostAttempts(operation.name(), listeners(), this::elapsedNanos);
        }
        return lost;
    }

    /** What another execution has tried before, and rolled back, counts as attempts of this one. */
    void continueAfter(RolledBack attempts) {
        number = attempts.number();
        attempts.spent().forEach(this::spend);
    }

    /** The attempts up to now, for somebody else to continue after. */
    RolledBack rolledBack() {
        return new RolledBack(number, spent == null ? List.of() : List.copyOf(spent));
    }

    @Override
    @Nullable
    Object execute() throws Throwable {
        try {
            return executeUntilCommitted();
        } finally {
            giveRowsBack();
        }
    }

    private @Nullable Object executeUntilCommitted() throws Throwable {
        while (true) {
            begin();
            try {
                attempt();
            } catch (AlreadyCommittedException found) {
                return committedBefore(found);
            } catch (Throwable failure) {
                throwUnlessToBeRepeated(failure);
                lost().nextBegins(number + 1);
                continue;
            }
            return committed(outcome(), returned, afterCommit);
        }
    }

    /** What runs again adds its actions again. */
    private void begin() {
        number++;
        phase = Phase.BODY;
        certainlyRolledBack = false;
        if (work == body) {
            afterCommit = null;
        }
    }

    private void attempt() throws Throwable {
        Observers observers = engine.observers();
        if (observers.areActive()) {
            observers.attempt(operation.name(), number, this::runInTransaction);
        } else {
            runInTransaction();
        }
    }

    private @Nullable Object runInTransaction() throws Throwable {
        return runAsCurrent(() -> boundary.inTransaction(this, this));
    }

    /** Of an execution that has committed now. */
    Outcome outcome() {
        if (work != body) {
            return Outcome.REAPPLIED;
        }
        return number == 1 ? Outcome.SUCCESS : Outcome.RETRIED;
    }

    /**
     * The body, as the boundary runs it; what it returned is needed if nobody answers the commit. A body that catches what
     * ends the attempt does not get through with it.
     */
    @Override
    public @Nullable Object run() throws Throwable {
        workReturned = false;
        returned = work.run();
        workReturned = true;
        throwIfTurnIsAwaited();
        return returned;
    }

    void throwIfTurnIsAwaited() {
        if (turnAwaited != null) {
            throw turnAwaited;
        }
    }

    /** The last attempt has committed. */
    void applied() {}

    private @Nullable Object committed(Outcome outcome, @Nullable Object result, @Nullable AfterCommit actions) {
        applied();
        letOthersGo();
        run(actions);
        finished(outcome, null);
        return result;
    }

    /** The ledger says that an attempt has committed: a doubtful one of this execution, or a call with the same key. */
    private @Nullable Object committedBefore(AlreadyCommittedException found) {
        Receipt own = requireNonNull(receipt);
        if (!own.isOwn(found)) {
            return committedByAnother(own, found);
        }
        if (doubt == null) {
            throw finishedWith(Outcome.UNKNOWN, outcomeUnknown(found));
        }
        return committed(Outcome.VERIFIED, doubt.result(), doubt.afterCommit());
    }

    private @Nullable Object committedByAnother(Receipt own, AlreadyCommittedException found) {
        try {
            Object result = own.resultOf(found);
            finished(Outcome.REPLAYED, null);
            return result;
        } catch (RuntimeException e) {
            throw finishedWith(Outcome.FAILED, e);
        }
    }

    /** Decides about a failed attempt, whose transaction has ended; returns, after a wait, if another one is due. */
    void throwUnlessToBeRepeated(Throwable failure) throws Throwable {
        certainlyRolledBack = phase == Phase.BODY && doubt == null;
        if (phase == Phase.APPLIED) {
            applied();
            letOthersGo();
            run(afterCommit);
            throw finishedWith(Outcome.FAILED, failure);
        }
        if (doubt != null) {
            stayInDoubt(doubt, failure);
            return;
        }
        if (turnAwaited != null && failure instanceof Exception) {
            awaitTurn(turnAwaited);
            return;
        }
        Classification classification = failure instanceof Exception exception ? classify(exception) : null;
        if (classification == null) {
            throw finishedWith(Outcome.FAILED, failure);
        }
        certainlyRolledBack |= classification.verdict() != Verdict.OUTCOME_UNKNOWN;
        List<Conflict> conflicts = classification.conflicts();
        switch (classification.verdict()) {
            case OUTCOME_UNKNOWN -> doubt((Exception) failure);
            case RETHROW, IF_DECLARED -> throw finishedWith(Outcome.FAILED, failure);
            case SURFACE -> throw lostForGood((Exception) failure, conflicts);
            case RE_EXECUTE_ONCE -> {
                if (ranOnceMore) {
                    throw lostForGood((Exception) failure, conflicts);
                }
                ranOnceMore = true;
                resolve((Exception) failure, conflicts);
            }
            case RE_EXECUTE -> resolve((Exception) failure, conflicts);
        }
    }

    /** As the operation says, for conflicts that another attempt could resolve. */
    private void resolve(Exception failure, List<Conflict> conflicts) {
        lose(failure, conflicts);
        GiveUp reason = work == body ? prepareToResolve(conflicts) : null;
        if (reason != null) {
            throw surfaced(reason);
        }
        repeat(conflicts);
    }

    private void lose(Exception failure, List<Conflict> conflicts) {
        lost().add(number, failure, conflicts);
        lost().inVain(number);
        ExecutionLog.lost(operation.name(), number, conflicts);
        engine.observers().onAttemptLost(operation.name(), number, conflicts);
    }

    /** Returns why nothing is prepared. */
    private @Nullable GiveUp prepareToResolve(List<Conflict> conflicts) {
        return switch (operation.policy().resolution()) {
            case RE_EXECUTE -> null;
            case SURFACE -> areOfTheDatabase(conflicts) ? null : GiveUp.DECLARED;
            case REAPPLY -> prepareToReapply(conflicts);
        };
    }

    /** What changes were made inside a body that the database ended is not known; it runs again, as ever. */
    private @Nullable GiveUp prepareToReapply(List<Conflict> conflicts) {
        if (!workReturned) {
            return areOfTheDatabase(conflicts) ? null : GiveUp.BODY_NOT_RETURNED;
        }
        if (!conflicts.stream().allMatch(conflict -> MERGEABLE.contains(conflict.kind()))) {
            return GiveUp.NOT_TO_BE_MERGED;
        }
        if (operation.policy().maxRetries() == 0) {
            return null;
        }
        try {
            work = boundary.reapply(returned);
            return null;
        } catch (NotReapplicableException e) {
            lost().lastFailure().addSuppressed(e);
            return GiveUp.NOT_REAPPLICABLE;
        }
    }

    private static boolean areOfTheDatabase(List<Conflict> conflicts) {
        return conflicts.stream().allMatch(conflict -> OF_THE_DATABASE.contains(conflict.kind()));
    }

    /** Nothing has been lost: whether the attempt would have met a conflict is not known, and no listener is told of one. */
    private void awaitTurn(TurnAwaitedException awaited) {
        turnAwaited = null;
        lost().inVain(number);
        GiveUp reason = nextAttempt().awaitTurn(awaited.row());
        if (reason != null) {
            Row row = awaited.row();
            lost().add(number, awaited, List.of(new Conflict(ConflictKind.LOCK_TIMEOUT, row.entityName(), row.id())));
            throw surfaced(reason);
        }
    }

    private @Nullable Classification classify(Exception failure) {
        return engine.classifier().classify(new FailedAttempt(failure, phase, operation, boundary));
    }

    /** Of an execution that ended with a failure. */
    boolean isCertainlyRolledBack() {
        return certainlyRolledBack;
    }

    private void repeat(List<Conflict> conflicts) {
        if (groupTurn != null) {
            groupTurn.contended();
        }
        if (!nextAttempt().hasTurn() && groupTurn == null) {
            tellOfLostAttempts();
        }
        GiveUp reason = nextAttempt().awaitAfterConflict(number, conflicts);
        if (reason != null) {
            throw surfaced(reason);
        }
    }

    private ConflictException lostForGood(Exception failure, List<Conflict> conflicts) {
        lose(failure, conflicts);
        return surfaced(GiveUp.NO_USE);
    }

    private void doubt(Exception failure) {
        if (receipt == null) {
            throw finishedWith(Outcome.UNKNOWN, outcomeUnknown(failure));
        }
        doubt = new DoubtfulCommit(returned, afterCommit, failure);
        askTheLedgerOrThrow(doubt);
    }

    /** The ledger could not be asked. What happens instead does not matter: nobody knows yet what became of the commit. */
    private void stayInDoubt(DoubtfulCommit unanswered, Throwable failure) throws Throwable {
        if (failure instanceof Error) {
            failure.addSuppressed(unanswered.failure());
            throw finishedWith(Outcome.UNKNOWN, failure);
        }
        unanswered.add(failure);
        askTheLedgerOrThrow(unanswered);
    }

    private void askTheLedgerOrThrow(DoubtfulCommit unanswered) {
        if (nextAttempt().awaitAfterDoubt(number) != null) {
            throw finishedWith(Outcome.UNKNOWN, outcomeUnknown(unanswered.failure()));
        }
    }

    private long remainingNanos() {
        return operation.policy().maxDuration().toNanos() - elapsedNanos();
    }

    private ConflictException surfaced(GiveUp reason) {
        Duration elapsed = Duration.ofNanos(elapsedNanos());
        ConflictException surfaced = lost().surfaced(reason, number, elapsed);
        engine.retryLibraries().conflictLeaves(operation.name());
        return finishedWith(number == 1 ? Outcome.SURFACED : Outcome.EXHAUSTED, surfaced);
    }

    private OutcomeUnknownException outcomeUnknown(Throwable failure) {
        String next = receipt == null
                ? "it was not repeated. Check whether the change is there before you call again."
                : "the ledger could not tell in time. A call with the same idempotency key will tell; without one, check"
                        + " whether the change is there before you call again.";
        return new OutcomeUnknownException(
                operation.name() + ": a commit was sent and failed without saying whether it was applied (attempt "
                        + number + "); " + next,
                operation.name(),
                number,
                failure);
    }

    /** Listeners are told when nothing is held: one that hangs keeps nobody waiting but its own caller. */
    @Override
    void finished(Outcome outcome, @Nullable Throwable failure) {
        letOthersGo();
        tellOfLostAttempts();
        super.finished(outcome, failure);
    }

    void tellOfLostAttempts() {
        if (lost != null) {
            lost.tell();
        }
    }

    /** The last attempt has ended. */
    private void letOthersGo() {
        giveRowsBack();
        if (groupTurn != null) {
            groupTurn.giveBack();
        }
    }

    private void giveRowsBack() {
        if (nextAttempt != null) {
            nextAttempt.giveTurnBack();
        }
    }

    private void run(@Nullable AfterCommit actions) {
        if (actions != null) {
            actions.run(operation.name());
        }
    }

    /** A body that is not to run again is not turned away either. */
    @Override
    public boolean asksBeforeReads() {
        return engine.turns().isAnyHot() && operation.policy().maxRetries() > 0 && !isToBeReapplied();
    }

    /** Only the first attempt is given up for a turn: what a later one has not foreseen is left to the version check. */
    @Override
    public void aboutToRead(Row row) {
        if (!nextAttempt().mayRead(row) && number == 1) {
            turnAwaited = new TurnAwaitedException(row);
            throw turnAwaited;
        }
    }

    @Override
    public List<Row> rowsToLock() {
        return nextAttempt == null ? List.of() : nextAttempt.rowsToLock();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    @Override
    public @Nullable LedgerEntry ledgerEntry() {
        return receipt == null ? null : receipt.entry();
    }

    @Override
    public void ledgerEntryInserted() {
        doubt = null;
    }

    @Override
    public @Nullable String resultToStore() {
        return receipt == null ? null : receipt.textOf(returned);
    }

    @Override
    public void spend(Object entity) {
        if (spent == null) {
            spent = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        spent.add(entity);
    }

    @Override
    public boolean isSpent(Object entity) {
        return spent != null && spent.contains(entity);
    }

    @Override
    public boolean mayCommitAfter(Throwable failure) {
        return turnAwaited == null && receipt == null;
    }

    @Override
    public boolean isRepeatedAfter(ConflictKind kind) {
        RetryPolicy policy = operation.policy();
        return number <= policy.maxRetries() && (OF_THE_DATABASE.contains(kind) || policy.isAlso(kind));
    }

    @Override
    public boolean isToBeReapplied() {
        return work == body && operation.policy().resolution() == Resolution.REAPPLY;
    }

    @Override
    public boolean acceptsGone() {
        return operation.policy().isAlso(ConflictKind.GONE);
    }

    @Override
    public void reached(Phase reached) {
        phase = reached;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void afterCommit(Runnable action) {
        requireNonNull(action, "action");
        if (afterCommit == null) {
            afterCommit = new AfterCommit();
        }
        afterCommit.add(action);
    }
}
