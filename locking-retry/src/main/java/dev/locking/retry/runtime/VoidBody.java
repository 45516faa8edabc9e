package dev.locking.retry.runtime;

import dev.locking.spi.Body;
import org.jspecify.annotations.Nullable;

/** The body of a woven {@code void} method. */
public interface VoidBody extends Body {

    /**
     * Runs the body once.
     *
     * @throws Throwable whatever the method throws
     */
    void runVoid() throws Throwable;

    @Override
    default @Nullable Object run() throws Throwable {
        runVoid();
        return null;
    }
}
