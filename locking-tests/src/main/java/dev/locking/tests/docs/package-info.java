/** The code that the documentation shows, between {@code // snippet: name} and {@code // end}. */
@NullMarked
package dev.locking.tests.docs;

import org.jspecify.annotations.NullMarked;
