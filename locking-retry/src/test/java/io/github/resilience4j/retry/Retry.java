package io.github.resilience4j.retry;

/** Stands on the stack where the real one would. */
public final class Retry {

    private Retry() {}

    /** What decorated code is called by. */
    @FunctionalInterface
    public interface Guarded {

        Object call() throws Throwable;
    }

    public static Object executeCallable(Guarded guarded) throws Throwable {
        return guarded.call();
    }
}
