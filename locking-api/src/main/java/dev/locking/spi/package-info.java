/**
 * What an integrator implements: who owns the transaction, which failures are conflicts, and who is told about them.
 * Applications do not need this package.
 */
@NullMarked
package dev.locking.spi;

import org.jspecify.annotations.NullMarked;
