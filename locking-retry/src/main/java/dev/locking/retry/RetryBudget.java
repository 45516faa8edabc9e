package dev.locking.retry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Keeps retries from becoming a storm: those of the last {@value #WINDOW_SECONDS} seconds may be at most
 * {@value #PERCENT} % of the executions in that time, plus {@value #PER_SECOND} per second. The figures are those of
 * Finagle's {@code RetryBudget}. Thread-safe; an execution costs one atomic increment.
 */
final class RetryBudget {

    static final int WINDOW_SECONDS = 10;
    static final int PERCENT = 20;
    static final int PER_SECOND = 10;

    private static final int COUNT_BITS = 32;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** By second, each with the second that it is about in the upper half and the count in the lower. */
    private final AtomicLongArray executions = new AtomicLongArray(WINDOW_SECONDS);

    private final AtomicLongArray retries = new AtomicLongArray(WINDOW_SECONDS);

    /** @param nanos the time of a monotonic clock, which may be negative */
    void deposit(long nanos) {
        increment(executions, second(nanos));
    }

    /**
     * Takes one retry, if there is one.
     *
     * @param nanos the time of the same clock
     */
    synchronized boolean tryWithdraw(long nanos) {
        int second = second(nanos);
        if (available(second) < 1) {
            return false;
        }
        increment(retries, second);
        return true;
    }

    /** How many retries a boundary has on which nothing was executed lately. */
    static long initial() {
        return (long) PER_SECOND * WINDOW_SECONDS;
    }

    /** How many retries could be taken now. */
    long available(long nanos) {
        return available(second(nanos));
    }

    private long available(int second) {
        long allowed = sum(executions, second) * PERCENT / 100 + initial();
        return allowed - sum(retries, second);
    }

    private static int second(long nanos) {
        return (int) Math.floorDiv(nanos, NANOS_PER_SECOND);
    }

    private static void increment(AtomicLongArray slots, int second) {
        slots.accumulateAndGet(
                Math.floorMod(second, WINDOW_SECONDS),
                (long) second << COUNT_BITS,
                (slot, now) -> secondOf(slot) == secondOf(now) ? slot + 1 : now + 1);
    }

    /** Of the seconds that end with this one; what is left of older ones does not count. */
    private static long sum(AtomicLongArray slots, int second) {
        long sum = 0;
        for (int i = 0; i < WINDOW_SECONDS; i++) {
            long slot = slots.get(i);
            int age = second - secondOf(slot);
            if (age >= 0 && age < WINDOW_SECONDS) {
                sum += slot & COUNT_MASK;
            }
        }
        return sum;
    }

    private static int secondOf(long slot) {
        return (int) (slot >> COUNT_BITS);
    }
}
