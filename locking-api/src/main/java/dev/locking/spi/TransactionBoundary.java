package dev.locking.spi;

import org.jspecify.annotations.Nullable;

/**
 * The frame that begins and commits the transaction of an attempt. Thread-safe.
 *
 * <p>Boundaries of one persistence unit that differ in how they begin a transaction are equal: rows, turns, budgets and
 * shared transactions are of the unit.
 */
public interface TransactionBoundary {

    /**
     * Whether the calling thread is already inside a transaction of this boundary, whoever began it. The engine then runs
     * the body once, inside it.
     *
     * @return true if a transaction is active here
     */
    boolean isActive();

    /**
     * Runs the body in a new transaction and a new persistence context, commits, and closes both, whatever happens.
     *
     * <p>A body that throws anything is rolled back. An attempt that returns normally has committed: where a
     * transaction was rolled back although the body returned, this method throws.
     *
     * @param body runs inside the transaction
     * @param attempt is told {@link Phase#COMMIT_SENT} directly before COMMIT goes out and {@link Phase#APPLIED} directly
     *     after the database has confirmed it
     * @return what the body returned
     * @throws Throwable what the body or the commit threw, the same instance; failures of the clean-up are suppressed
     *     in it or logged, and never replace it
     */
    @Nullable
    Object inTransaction(Body body, RunningAttempt attempt) throws Throwable;

    /**
     * Sends the changes that the transaction which is active on the calling thread has made so far, as a flush does.
     *
     * @throws RuntimeException if the database refuses one, or a version check fails
     */
    void flush();

    /**
     * Loads a row in the transaction that is active on the calling thread, and requires that it has the version that a caller
     * expects. An attempt that has asked for this is not reapplied over another version of that row.
     *
     * @param entity the entity
     * @param idOrInstance its identifier, or an instance that has it
     * @param expected the version, of its own type, as an integer of another one, or as its text
     * @throws dev.locking.ConflictException if the row has another version, or is not there; {@link FailureClassifier} takes it
     *     for {@link Verdict#SURFACE}
     * @throws IllegalArgumentException if the class is no entity with a version, or what is expected is no version of it
     */
    default void requireVersion(Class<?> entity, Object idOrInstance, Object expected) {
        throw new UnsupportedOperationException("this boundary knows no versions");
    }

    /**
     * What brings the changes of the calling thread's last attempt into the transaction of a later one, each merged with what
     * others have changed meanwhile. Called after an attempt that {@linkplain RunningAttempt#isToBeReapplied is to be
     * reapplied}, whose body had returned and whose transaction has certainly been rolled back.
     *
     * @param returned what the body had returned
     * @return a body that can run several times, in one transaction after the other, and returns what has become of that; it
     *     throws what {@link FailureClassifier} takes for {@link Verdict#SURFACE} where the changes cannot be merged
     * @throws NotReapplicableException if the changes are not all known
     */
    default Body reapply(@Nullable Object returned) {
        throw new NotReapplicableException("this boundary keeps no changes");
    }

    /**
     * Runs the action when the transaction that is active on the calling thread has committed, and forgets it when that
     * transaction is rolled back.
     *
     * @param action must not throw
     * @throws IllegalStateException if no transaction is active
     */
    void afterCommit(Runnable action);
}
