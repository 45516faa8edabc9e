package dev.locking.retry;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance, as the engine sees them.
 *
 * @param nanoClock a monotonic clock, as {@link System#nanoTime()}
 * @param sleeper waits
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
record Timing(LongSupplier nanoClock, Sleeper sleeper, DoubleSupplier random) {

    static final Timing REAL = new Timing(
            System::nanoTime,
            TimeUnit.NANOSECONDS::sleep,
            () -> ThreadLocalRandom.current().nextDouble());

    @FunctionalInterface
    interface Sleeper {

        void sleep(long nanos) throws InterruptedException;
    }
}
