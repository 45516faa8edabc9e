package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.GroupMode;
import dev.locking.GroupPolicy;
import dev.locking.Hotspot;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.retry.Groups.GroupLock;
import dev.locking.spi.Body;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.ContextCarrier;
import dev.locking.spi.CurrentAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Row;
import dev.locking.spi.TransactionBoundary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations: once inside a transaction that is already active, else in transactions of its own until one commits.
 * Every door calls {@link #execute}. Thread-safe.
 */
public final class RetryEngine {

    private static volatile @Nullable RetryEngine standard;

    private final BoundaryProvider boundaries;
    private final FailureClassifier classifier;
    private final FailureClassifier declared;
    private final Listeners listeners;
    private final Observers observers;
    private final Timing timing;
    private final Heat heat;
    private final Turns turns;
    private final ClusterScope clusterScope;
    private final Groups groups;
    private final Combining combining;
    private final RetryBudgets budgets = new RetryBudgets();
    private final OuterTransactions outerTransactions = new OuterTransactions();
    private final RetryLibraries retryLibraries = new RetryLibraries();

    RetryEngine(
            BoundaryProvider boundaries,
            List<FailureClassifier> classifiers,
            List<ContextCarrier> carriers,
            Listeners listeners,
            Observers observers,
            Timing timing) {
        this.boundaries = boundaries;
        this.classifier = new FirstAnswer(classifiers);
        this.declared = new DeclaredConflicts(classifier);
        this.listeners = listeners;
        this.observers = observers;
        this.timing = timing;
        this.heat = new Heat(timing.nanoClock());
        this.turns = new Turns(heat, timing.nanoClock());
        this.clusterScope = new ClusterScope(boundaries);
        this.groups = new Groups(clusterScope, heat, timing.nanoClock(), listeners);
        this.combining = new Combining(this, carriers);
    }

    /**
     * The engine of this process, put together from what {@link java.util.ServiceLoader} finds.
     *
     * @return always the same instance
     * @throws IllegalStateException if no integration, such as {@code locking-hibernate}, is on the class path, or several
     */
    public static RetryEngine standard() {
        RetryEngine engine = standard;
        return engine != null ? engine : discover();
    }

    private static synchronized RetryEngine discover() {
        RetryEngine engine = standard;
        if (engine == null) {
            engine = Discovery.engine();
            standard = engine;
        }
        return engine;
    }

    /**
     * Executes an operation.
     *
     * @param operation its name and policy
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws Throwable {@link dev.locking.ConflictException}, {@link dev.locking.OutcomeUnknownException}, or what the
     *     body or the commit threw
     */
    public @Nullable Object execute(Operation operation, Body body) throws Throwable {
        return execute(operation, body, null, List.of());
    }

    /**
     * Executes one call of an operation.
     *
     * @param operation its name, policy and group
     * @param body what each attempt runs
     * @param once what tells this call from others, so that it is made once, or null
     * @param groupKeys the keys of the call in the operation's exclusive group, if it has one
     * @return what the body of the attempt that committed returned, in this call or in an earlier one with the same key
     * @throws dev.locking.IdempotencyKeyReusedException if an earlier call with the same key had other arguments
     * @throws dev.locking.GroupBusyException if the turn in the group could not be had
     * @throws IllegalArgumentException if a key is null, or a key or an argument has no stable text
     * @throws IllegalStateException if there is an idempotency key inside an active transaction, or the result cannot be
     *     stored
     * @throws Throwable as {@link #execute(Operation, Body)}
     */
    public @Nullable Object execute(Operation operation, Body body, @Nullable IdempotentCall once, List<?> groupKeys)
            throws Throwable {
        return execute(operation, boundary(operation), body, once, groupKeys);
    }

    /**
     * As {@link #execute(Operation, Body, IdempotentCall, List)}, for a caller who knows the boundary: one that stands
     * outside of the frame that would begin the transaction otherwise.
     *
     * @param operation its name, policy and group
     * @param boundary where it is executed
     * @param body what each attempt runs
     * @param once what tells this call from others, or null
     * @param groupKeys the keys of the call in the operation's exclusive group, if it has one
     * @return what the body of the attempt that committed returned
     * @throws Throwable as the other
     */
    public @Nullable Object execute(
            Operation operation,
            TransactionBoundary boundary,
            Body body,
            @Nullable IdempotentCall once,
            List<?> groupKeys)
            throws Throwable {
        return observers.areActive()
                ? observers.execution(
                        operation.name(), () -> executeUnobserved(operation, boundary, body, once, groupKeys))
                : executeUnobserved(operation, boundary, body, once, groupKeys);
    }

    private @Nullable Object executeUnobserved(
            Operation operation,
            TransactionBoundary boundary,
            Body body,
            @Nullable IdempotentCall once,
            List<?> groupKeys)
            throws Throwable {
        boolean joins = boundary.isActive();
        GroupPolicy group = operation.group();
        if (group == null) {
            return execute(operation, body, once, boundary, joins, null);
        }
        List<GroupLock> locks = Groups.locks(group, groupKeys, operation.name());
        boolean mayWait = !joins && isOutsideOfAttempts();
        if (mayWait && once == null && Combining.isFor(operation) && groups.isToBeShared(group, locks)) {
            return combining.execute(operation, body, boundary, locks.get(0));
        }
        long patience = Groups.patience(group, mayWait);
        try (Groups.Turn turn = groups.enter(operation, locks, patience)) {
            return execute(operation, body, once, boundary, joins, turn);
        }
    }

    /**
     * Runs a body once, in its turn, with whatever transactions it begins itself.
     *
     * @param operation its name and group
     * @param groupKeys the keys of the call in the group
     * @param body is run once
     * @return what the body returned
     * @throws dev.locking.GroupBusyException if the turn could not be had
     * @throws IllegalArgumentException if the group is for calls that are retried
     * @throws Throwable what the body throws
     */
    @SuppressWarnings("try") // having the turn is all that it is for
    public @Nullable Object executeInGroup(Operation operation, List<?> groupKeys, Body body) throws Throwable {
        GroupPolicy group = requireNonNull(operation.group(), "group");
        if (group.mode() != GroupMode.ALWAYS || group.combine() > 1) {
            throw new IllegalArgumentException(
                    operation + ": mode = WHEN_HOT and combine need transactions that are retried."
                            + " Leave them out, or annotate the method with @RetryOnConflict too (Locking.callInTurn).");
        }
        List<GroupLock> locks = Groups.locks(group, groupKeys, operation.name());
        long patience = Groups.patience(group, isOutsideOfAttempts());
        try (Groups.Turn turn = groups.enter(operation, locks, patience)) {
            return body.run();
        }
    }

    private static boolean isOutsideOfAttempts() {
        return CurrentAttempt.get() == null;
    }

    private @Nullable Object execute(
            Operation operation,
            Body body,
            @Nullable IdempotentCall once,
            TransactionBoundary boundary,
            boolean joins,
            Groups.@Nullable Turn turn)
            throws Throwable {
        if (once != null && operation.policy().resolution() == Resolution.REAPPLY) {
            throw new IllegalStateException(operation.name()
                    + " has an idempotency key and resolution = REAPPLY, which do not go together. Use RE_EXECUTE: the key"
                    + " makes the call once.");
        }
        if (!joins) {
            Receipt receipt = once == null ? Receipt.of(operation) : Receipt.of(operation, once);
            return new OwnedExecution(operation, body, boundary, receipt, turn, this).execute();
        }
        if (once != null) {
            throw new IllegalStateException(
                    operation.name() + " has an idempotency key, but is called inside a transaction"
                            + " that began before it: whether its call counts is for that one's commit to say. Call it outside of"
                            + " it, or give the key to the method that begins it.");
        }
        return joined(operation, body, boundary);
    }

    private @Nullable Object joined(Operation operation, Body body, TransactionBoundary boundary) throws Throwable {
        return new JoinedExecution(operation, body, boundary, classifier, outerTransactions, listeners, timing)
                .execute();
    }

    TransactionBoundary boundary(Operation operation) {
        return boundaries.boundary(operation);
    }

    FailureClassifier classifier() {
        return declared;
    }

    Listeners listeners() {
        return listeners;
    }

    Observers observers() {
        return observers;
    }

    Timing timing() {
        return timing;
    }

    Turns turns() {
        return turns;
    }

    ClusterScope clusterScope() {
        return clusterScope;
    }

    Groups groups() {
        return groups;
    }

    RetryBudget budget(TransactionBoundary boundary) {
        return budgets.of(boundary);
    }

    long retriesLeft() {
        return budgets.available(timing.nanoClock().getAsLong());
    }

    int active(String group) {
        return groups.taken(group);
    }

    int queued(String group) {
        return groups.waiting(group) + combining.waiting(group);
    }

    List<Hotspot> hotspots() {
        return heat.hottest().stream().map(RetryEngine::hotspot).toList();
    }

    private static Hotspot hotspot(Heat.Count hot) {
        if (hot.key() instanceof GroupLock lock) {
            return new Hotspot(Hotspot.Kind.GROUP, lock.group(), lock.key(), "", hot.count());
        }
        HotRow hotRow = (HotRow) hot.key();
        Row row = hotRow.row();
        return new Hotspot(Hotspot.Kind.ROW, row.entityName(), row.id(), hotRow.operation(), hot.count());
    }

    RetryLibraries retryLibraries() {
        return retryLibraries;
    }
}
