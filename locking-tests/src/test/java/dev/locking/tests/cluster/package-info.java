/** Locks that hold across JVMs, on real databases and between real JVMs. */
@NullMarked
package dev.locking.tests.cluster;

import org.jspecify.annotations.NullMarked;
