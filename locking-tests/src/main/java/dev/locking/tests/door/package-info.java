/** The doors to the engine, behind one interface, so that each behaviour is written once and tried through every door. */
@NullMarked
package dev.locking.tests.door;

import org.jspecify.annotations.NullMarked;
