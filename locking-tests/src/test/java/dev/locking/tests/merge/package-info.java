/**
 * What {@link dev.locking.Resolution#REAPPLY} makes of changes at the same time, held against a small model of its rules, in real
 * transactions on every database. See docs/proof.md.
 */
@NullMarked
package dev.locking.tests.merge;

import org.jspecify.annotations.NullMarked;
