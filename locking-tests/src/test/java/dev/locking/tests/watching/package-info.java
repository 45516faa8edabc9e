/** What an application shows of itself: meters, and what Prometheus and Grafana make of them. */
@NullMarked
package dev.locking.tests.watching;

import org.jspecify.annotations.NullMarked;
