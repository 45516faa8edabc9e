@NullMarked
package dev.locking.benchmarks;

import org.jspecify.annotations.NullMarked;
