package dev.locking.spi;

/** A lock that somebody in this JVM has, until it is released or its engine takes it away. */
public interface ClusterLock {

    /**
     * Whether only the thread that acquired the lock can release it. Otherwise the lock may go from thread to thread within
     * this JVM, one at a time.
     *
     * @return true for most implementations of {@link java.util.concurrent.locks.Lock}
     */
    boolean isBoundToThread();

    /**
     * Gives the lock back. Does not throw: a lock that cannot be given back, because its engine has taken it away or is gone,
     * is lost, and that is logged.
     */
    void release();
}
