package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DepositTest {

    private static final Duration THINK = Duration.ofMillis(20);

    /** A strategy may leave its thread woken, and must not be the faster for it. */
    @Test
    void whoWasWokenBeforeThinksAllTheSame() {
        Deposit deposit = new Deposit(1, THINK);
        LockSupport.unpark(Thread.currentThread());
        long before = System.nanoTime();

        deposit.think();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(THINK);
    }
}
