/** A wallet that keeps every deposit: the problem, the usual answers, and this library, on a database of your choice. */
@NullMarked
package dev.locking.examples.wallet;

import org.jspecify.annotations.NullMarked;
