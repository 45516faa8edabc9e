package dev.locking;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who has the turn of an {@link ExclusiveGroup}.
 *
 * @param operation the operation's name; null for one of another JVM
 * @param thread the name of the thread that runs it; null for one of another JVM
 * @param elsewhere null for one of this JVM; of another, what its lock tells, such as the process and the host
 * @param age for how long it has had the turn, by the monotonic clock; of another JVM as far as its lock tells
 * @since 0.1
 */
public record GroupHolder(
        @Nullable String operation,
        @Nullable String thread,
        @Nullable String elsewhere,
        Duration age) {

    /** Who it is, in words. */
    @Override
    public String toString() {
        return (elsewhere == null ? operation + " on thread " + thread : elsewhere) + ", for " + age.toMillis() + " ms";
    }
}
