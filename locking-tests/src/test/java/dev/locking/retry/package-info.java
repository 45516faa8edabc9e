/** What of the engine tests elsewhere cannot reach otherwise. */
@NullMarked
package dev.locking.retry;

import org.jspecify.annotations.NullMarked;
