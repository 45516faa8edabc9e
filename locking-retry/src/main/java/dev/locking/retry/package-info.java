/** The engine that holds the one retry loop, and the programmatic door to it. */
@NullMarked
package dev.locking.retry;

import org.jspecify.annotations.NullMarked;
