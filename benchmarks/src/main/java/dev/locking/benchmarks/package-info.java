/** The contention lab: this library and its peers on the same rows of a real PostgreSQL, in turn. */
@NullMarked
package dev.locking.benchmarks;

import org.jspecify.annotations.NullMarked;
