/** What a call costs when there is no database: this library and its peers around a method that does next to nothing. */
@NullMarked
package dev.locking.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
