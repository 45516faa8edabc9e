@NullMarked
package dev.locking.examples.wallet;

import org.jspecify.annotations.NullMarked;
