package dev.locking;

import dev.locking.spi.CurrentAttempt;

/**
 * One run of an operation's body, as seen from inside it. Valid on the thread that runs the body, until the body ends.
 *
 * @since 0.1
 */
public interface Attempt {

    /**
     * The attempt that the calling thread runs. In an operation that was called from another one inside the same
     * transaction, this is the attempt of the outermost operation, which owns the transaction.
     *
     * @return the attempt
     * @throws IllegalStateException if the calling thread runs none
     */
    static Attempt current() {
        Attempt attempt = CurrentAttempt.get();
        if (attempt == null) {
            throw new IllegalStateException("No attempt runs on this thread. Attempt.current() answers inside a woven"
                    + " @RetryOnConflict method or the body of Locking.call.");
        }
        return attempt;
    }

    /**
     * The number of this attempt.
     *
     * @return 1 for the first; always 1 inside a transaction that somebody else began
     */
    int number();

    /**
     * The name of the operation, such as {@code Wallets.deposit}.
     *
     * @return the name
     */
    String operation();

    /**
     * Runs the action exactly once, after the attempt that commits has committed, on the same thread and in the order of
     * registration; for what must not be repeated by a retry, such as a mail. The actions of an attempt that fails are
     * forgotten. Inside a transaction that somebody else began, the action runs when that transaction has committed.
     *
     * <p>The commit is done by then: an action that throws an {@link Exception} changes no outcome, it is logged as an
     * error and the next action runs. The process may end between commit and action, so durable work belongs into an
     * outbox.
     *
     * @param action runs outside any transaction of this library
     */
    void afterCommit(Runnable action);
}
