/**
 * Scripted interleavings, after the model of Hermitage: the same short schedules on every database, at every isolation
 * level, with and without JDBC batching, each with its exact outcome. See docs/proof.md.
 */
@NullMarked
package dev.locking.tests.interleavings;

import org.jspecify.annotations.NullMarked;
