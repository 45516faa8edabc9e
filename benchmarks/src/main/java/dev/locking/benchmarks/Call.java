package dev.locking.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One call as its caller saw it.
 *
 * @param attempts how often its transaction ran
 * @param nanos how long the caller waited
 * @param inTime whether it returned before the time was up
 * @param failure what the caller was told instead of success
 */
record Call(
        int attempts, long nanos, boolean inTime, @Nullable String failure) {

    boolean succeeded() {
        return failure == null;
    }
}
