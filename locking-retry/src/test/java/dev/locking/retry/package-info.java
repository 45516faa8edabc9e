@NullMarked
package dev.locking.retry;

import org.jspecify.annotations.NullMarked;
