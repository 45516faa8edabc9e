package dev.locking.spi;

import org.jspecify.annotations.Nullable;

/**
 * Tells conflicts from other failures. Found by {@link java.util.ServiceLoader}; the first one that answers decides.
 * Thread-safe.
 */
public interface FailureClassifier {

    /**
     * Looks at a failed attempt. Not asked for an {@link Error} and not after {@link Phase#APPLIED}: neither is ever
     * repeated.
     *
     * @param attempt the attempt
     * @return what it is, or null if it is no conflict that this classifier knows; the failure then leaves as it came
     */
    @Nullable
    Classification classify(FailedAttempt attempt);
}
