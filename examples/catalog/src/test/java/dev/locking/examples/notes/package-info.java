/** An entity that is none of the catalog's. */
@NullMarked
package dev.locking.examples.notes;

import org.jspecify.annotations.NullMarked;
