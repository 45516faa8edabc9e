package dev.locking;

import java.time.Duration;

/**
 * Who has the turn of an {@link ExclusiveGroup}.
 *
 * @param operation the operation's name
 * @param thread the name of the thread that runs it
 * @param age for how long it has had the turn, by the monotonic clock
 * @since 0.1
 */
public record GroupHolder(String operation, String thread, Duration age) {}
