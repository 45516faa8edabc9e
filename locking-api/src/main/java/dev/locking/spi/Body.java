package dev.locking.spi;

import org.jspecify.annotations.Nullable;

/**
 * What one attempt runs: the moved body of a woven method with its arguments, or what was handed to the programmatic
 * door. May be run several times, one after the other.
 */
@FunctionalInterface
public interface Body {

    /**
     * Runs the body once.
     *
     * @return what the operation returns
     * @throws Throwable whatever the operation throws
     */
    @Nullable
    Object run() throws Throwable;
}
