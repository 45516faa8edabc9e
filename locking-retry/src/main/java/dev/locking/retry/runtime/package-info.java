/**
 * What woven classes call. A binary contract with classes that were compiled and woven long ago: nothing here changes
 * its name or signature. Applications do not call it.
 */
@NullMarked
package dev.locking.retry.runtime;

import org.jspecify.annotations.NullMarked;
