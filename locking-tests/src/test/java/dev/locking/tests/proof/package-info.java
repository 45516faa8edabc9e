/**
 * The proof that the library loses, doubles and swallows nothing: checkers that would catch it lying, faults from a seed,
 * random runs in every build, and {@link dev.locking.tests.proof.LongRun}. See docs/proof.md.
 */
@NullMarked
package dev.locking.tests.proof;

import org.jspecify.annotations.NullMarked;
