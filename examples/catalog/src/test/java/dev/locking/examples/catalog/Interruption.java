package dev.locking.examples.catalog;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;

/**
 * A clock that lets something else happen when it is looked at, which changes do when they have read the product and have not
 * written it.
 */
@Primary
class Interruption extends Clock {

    private final Clock clock = Clock.systemUTC();
    private volatile @Nullable Runnable action;

    void never() {
        action = null;
    }

    /** Each time from now on. */
    void always(Runnable happening) {
        action = happening;
    }

    /** The next time, and not for what happens then. */
    void once(Runnable happening) {
        action = () -> {
            action = null;
            happening.run();
        };
    }

    /** Those who come next wait until that many are there. */
    void meeting(int parties) {
        CyclicBarrier barrier = new CyclicBarrier(parties);
        AtomicInteger came = new AtomicInteger();
        action = () -> {
            if (came.incrementAndGet() <= parties) {
                await(barrier);
            }
        };
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }

    @Override
    public Instant instant() {
        Runnable now = action;
        if (now != null) {
            now.run();
        }
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
