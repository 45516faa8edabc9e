package dev.locking.spi;

/**
 * Carries what a thread knows of its call, such as log context, tracing and security, to the thread that runs the call's
 * body. Found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface ContextCarrier {

    /**
     * Takes what the calling thread knows.
     *
     * @param body of the call
     * @return the same body, which has that around it on whatever thread it runs, and leaves the thread as it was
     */
    Body carry(Body body);
}
