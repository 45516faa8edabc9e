package dev.locking.retry;

import dev.locking.GroupMode;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.UnknownOutcome;

/**
 * How an operation is called, and what settings it cannot have then. The weaver has looked at what annotations say; this looks
 * at what becomes of it with the configuration.
 *
 * @param retried whether its transactions are repeated
 * @param once whether its calls have an idempotency key
 */
record Use(boolean retried, boolean once) {

    /** By code, which is free to call it in any way; the engine looks at each call. */
    static final Use BY_CODE = new Use(true, false);

    /** @throws IllegalArgumentException naming both, and what to do */
    void refuseContradiction(Operation operation) {
        if (once && operation.policy().resolution() == Resolution.REAPPLY) {
            throw refusal(
                    operation,
                    "has an @IdempotencyKey and resolution = REAPPLY, which do not go together. Set RE_EXECUTE: the key makes"
                            + " the call once.");
        }
        GroupPolicy group = operation.group();
        if (group == null) {
            return;
        }
        if (!retried && (group.mode() != GroupMode.ALWAYS || group.combine() > 1)) {
            throw refusal(
                    operation,
                    "has mode = WHEN_HOT or combine, which need transactions that are retried. Annotate it with"
                            + " @RetryOnConflict too, or set mode = ALWAYS and combine = 1.");
        }
        if (group.combine() > 1 && !mayCombine(operation)) {
            throw refusal(
                    operation,
                    "has combine = " + group.combine() + ", which goes without an @IdempotencyKey, outcome = VERIFY,"
                            + " resolution = REAPPLY and maxRetries = 0. Set combine = 1, or change these.");
        }
    }

    private boolean mayCombine(Operation operation) {
        return !once
                && operation.policy().maxRetries() > 0
                && operation.policy().outcome() != UnknownOutcome.VERIFY
                && operation.policy().resolution() != Resolution.REAPPLY;
    }

    private static IllegalArgumentException refusal(Operation operation, String reason) {
        return new IllegalArgumentException(operation + " " + reason);
    }
}
