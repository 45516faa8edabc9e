package dev.locking.retry;

import org.jspecify.annotations.Nullable;

/**
 * A commit that was sent and not answered, with what is due if it turns out to have been applied.
 *
 * @param result what the body had returned
 * @param afterCommit the attempt's actions
 * @param failure why it was not answered; what went wrong while the ledger was asked is suppressed in it
 */
record DoubtfulCommit(@Nullable Object result, @Nullable AfterCommit afterCommit, Exception failure) {

    void add(Throwable whileAsking) {
        if (whileAsking != failure) {
            failure.addSuppressed(whileAsking);
        }
    }
}
