/** A shop's back office, where several people and programs change the same products. */
@NullMarked
package dev.locking.examples.catalog;

import org.jspecify.annotations.NullMarked;
