package dev.locking.examples.wallet;

import org.jspecify.annotations.Nullable;

/**
 * One deposit as its caller saw it.
 *
 * @param token names the deposit
 * @param attempts how often it was tried to book it
 * @param nanos how long the caller waited
 * @param failure what the caller was told instead of success
 */
record Call(
        String token, int attempts, long nanos, @Nullable String failure) {

    boolean succeeded() {
        return failure == null;
    }
}
