package dev.locking.spi;

import dev.locking.Operation;

/**
 * An attempt that failed and whose transaction has ended.
 *
 * @param failure as it was thrown
 * @param phase how far the attempt had come
 * @param operation what was executed
 * @param boundary where it was executed
 */
public record FailedAttempt(Exception failure, Phase phase, Operation operation, TransactionBoundary boundary) {}
