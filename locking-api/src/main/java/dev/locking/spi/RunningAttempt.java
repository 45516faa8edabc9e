package dev.locking.spi;

import dev.locking.ConflictKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a boundary is told of the attempt that it runs, and what it tells back. Used by the attempt's thread. */
public interface RunningAttempt {

    /**
     * The name of the operation.
     *
     * @return such as {@code Wallets.deposit}
     */
    String operation();

    /**
     * The number of the attempt.
     *
     * @return 1 for the first
     */
    int number();

    /**
     * Whether a boundary whose rules let some failures of the body commit may do so after this one.
     *
     * @param failure what the body has thrown
     * @return false if the transaction must be rolled back: the attempt has ended itself, keeps a ledger, whose entries stand
     *     for a result, or does the work of several calls, of which one has failed
     */
    default boolean mayCommitAfter(Throwable failure) {
        return true;
    }

    /**
     * Whether the attempt will be repeated if a conflict of this kind, which the database reports, ends it. Limits of time may
     * still hinder that.
     *
     * @param kind what the database's error means
     * @return false if the conflict goes to the caller, or if the operation does not take it for one
     */
    default boolean isRepeatedAfter(ConflictKind kind) {
        return false;
    }

    /**
     * The rows on which version checks of earlier attempts of this execution failed, in an order that is the same for all
     * executions. The boundary may lock them before the body runs, so that nobody who comes new gets in between again.
     *
     * @return empty at the first attempt
     */
    List<Row> rowsToLock();

    /**
     * Whether the boundary should {@linkplain #aboutToRead ask} before it reads a row. Costs next to nothing.
     *
     * @return false while there is no row on which executions lose again and again
     */
    boolean asksBeforeReads();

    /**
     * Called by the boundary before the attempt reads a row by its identifier that it has not read yet, for the sake of rows
     * on which executions of the same operation lose again and again.
     *
     * @param row the row
     * @throws RuntimeException if somebody else is about to change the row; the boundary lets it out, so that the attempt
     *     ends before it loses, and gives its connection back while it waits for its turn
     */
    void aboutToRead(Row row);

    /**
     * The time that is left for all attempts and waits.
     *
     * @return negative if it is up
     */
    Duration remaining();

    /**
     * The row that the boundary inserts into its ledger before it does anything else in the transaction. If the key is
     * there already, it rolls back and throws an {@link AlreadyCommittedException}; if it cannot tell, because another
     * transaction that inserted the key has not ended, it waits for that one.
     *
     * @return null for an operation without a ledger
     */
    @Nullable
    LedgerEntry ledgerEntry();

    /** Called by the boundary when the row is inserted: from now on no other transaction can commit under its key. */
    void ledgerEntryInserted();

    /**
     * What the boundary adds to the row after the body has returned, in the same transaction.
     *
     * @return null for nothing
     */
    @Nullable
    String resultToStore();

    /**
     * Called by the boundary for each entity instance that the attempt may have changed, when it failed. The instance's
     * version may be that of a change that was rolled back, so that writing it could overwrite somebody else's change
     * unnoticed.
     *
     * @param entity the instance
     */
    void spend(Object entity);

    /**
     * Whether an earlier attempt of this execution has {@linkplain #spend spent} the instance. The boundary writes none of
     * these.
     *
     * @param entity the instance, by identity
     * @return false at the first attempt
     */
    boolean isSpent(Object entity);

    /**
     * Whether the boundary keeps what the attempt changes, to be {@linkplain TransactionBoundary#reapply reapplied} if it is
     * lost.
     *
     * @return false where the body runs again
     */
    default boolean isToBeReapplied() {
        return false;
    }

    /**
     * Whether it is fine that a row which is to be deleted is gone already.
     *
     * @return false unless the operation declares it
     */
    default boolean acceptsGone() {
        return false;
    }

    /**
     * Whether several calls share the attempt, each of which runs alone if its body throws in here.
     *
     * @return false for an attempt of one call
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Called by the boundary, directly before the phase begins and after all that belongs to the one before.
     *
     * @param phase the phase that begins
     */
    void reached(Phase phase);
}
