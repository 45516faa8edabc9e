package dev.locking;

import org.jspecify.annotations.Nullable;

/**
 * A rule of the application for an attribute that both sides changed, to different values. Needs a constructor without
 * parameters; one instance serves all threads.
 *
 * @param <T> the type of the attribute
 * @since 0.1
 */
@FunctionalInterface
public interface AttributeMerger<T> {

    /**
     * Merges.
     *
     * @param base the value as it was read
     * @param mine the value of this attempt
     * @param theirs the value that was committed meanwhile
     * @return the value that is written
     * @throws RuntimeException if they cannot be merged; the conflict then goes to the caller
     */
    @Nullable
    T merge(@Nullable T base, @Nullable T mine, @Nullable T theirs);
}
