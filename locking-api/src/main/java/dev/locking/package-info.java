/**
 * What applications use: the annotations, the policy, what is known about a running attempt, and the exceptions that
 * reach a caller.
 */
@NullMarked
package dev.locking;

import org.jspecify.annotations.NullMarked;
