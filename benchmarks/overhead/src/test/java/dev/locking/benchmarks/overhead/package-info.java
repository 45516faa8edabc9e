@NullMarked
package dev.locking.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
