package dev.locking.spi;

import java.time.Duration;

/**
 * Who has a lock that holds across JVMs.
 *
 * @param name what it said of itself when it took the lock, or what the engine knows of it instead
 * @param age for how long it has had the lock, as far as the engine knows
 */
public record ClusterLockOwner(String name, Duration age) {}
