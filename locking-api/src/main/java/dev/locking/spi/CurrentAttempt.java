package dev.locking.spi;

import dev.locking.Attempt;
import org.jspecify.annotations.Nullable;

/** Where the engine keeps what {@link Attempt#current()} answers. */
public final class CurrentAttempt {

    /** Set to null rather than removed: a thread that makes one call after the other would build the entry anew each time. */
    private static final ThreadLocal<@Nullable Attempt> CURRENT = new ThreadLocal<>();

    private CurrentAttempt() {}

    /**
     * The attempt that the calling thread runs.
     *
     * @return the attempt, or null
     */
    public static @Nullable Attempt get() {
        return CURRENT.get();
    }

    /**
     * Replaces the attempt of the calling thread.
     *
     * @param attempt the attempt that begins, or null when the outermost one ends
     */
    public static void set(@Nullable Attempt attempt) {
        CURRENT.set(attempt);
    }
}
