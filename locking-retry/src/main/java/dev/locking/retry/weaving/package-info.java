/** Weaves {@code @RetryOnConflict} methods with Byte Buddy: at build time, by an agent, or programmatically. */
@NullMarked
package dev.locking.retry.weaving;

import org.jspecify.annotations.NullMarked;
