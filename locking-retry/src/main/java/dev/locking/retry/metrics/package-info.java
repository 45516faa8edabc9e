/** Shows executions, attempts and conflicts in Micrometer, where it is on the class path. */
@NullMarked
package dev.locking.retry.metrics;

import org.jspecify.annotations.NullMarked;
