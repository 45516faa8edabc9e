package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long an execution waits between its attempts, and what ends it. */
class LimitsOfExecutionsTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final FakeTime time = new FakeTime();
    private final RecordedEvents events = new RecordedEvents();
    private final RetryEngine engine =
            Engines.on(integration, new Timing(() -> time.now, time::sleep, () -> 0.0), events);

    private int attempts;

    @Test
    void waitsOutsideAnyTransaction() throws Throwable {
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);

        engine.execute(DEPOSIT, conflicting(2));

        assertThat(time.sleeps).containsExactly(5_000_000L, 10_000_000L);
        assertThat(time.sleptInsideATransaction).isFalse();
    }

    @Test
    void whoHasTheTurnOnTheRowDoesNotWaitAndTellsTheBoundaryOfIt() throws Throwable {
        engine.execute(DEPOSIT, conflicting(3));

        assertThat(time.sleeps).containsExactly(5_000_000L);
        assertThat(integration.lostRows).containsExactly(new Row("Wallet", 42L));
    }

    @Test
    void throwsTheLastConflictAsCauseWithTheEarlierOnesSuppressed() {
        time.tick = Duration.ofMillis(10);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(2), conflicting(99)))
                .withMessage(
                        "Wallets.deposit: gave up after 3 attempts in %d ms, because no retry is left;"
                                + " the last conflict was STALE_UPDATE on Wallet 42",
                        40)
                .withCause(new StubConflict("attempt 3"))
                .satisfies(last -> assertThat(last.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("attempt 1", "attempt 2"))
                .satisfies(last -> assertThat(last.conflicts())
                        .containsExactly(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L)))
                .satisfies(last -> assertThat(last.attempts()).isEqualTo(3))
                .satisfies(last -> assertThat(last.operation()).isEqualTo("Wallets.deposit"));
        assertThat(events.lines()).last().isEqualTo("Wallets.deposit EXHAUSTED after 3");
    }

    @Test
    void surfacesTheFirstConflictWhereNoRetryIsAllowed() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(0), conflicting(99)));

        assertThat(attempts).isOne();
        assertThat(events.lines()).last().isEqualTo("Wallets.deposit SURFACED after 1");
    }

    @Test
    void beginsNoAttemptAfterItsMaxDuration() {
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);
        Operation operation = DEPOSIT.policy(RetryPolicy.builder()
                .maxDuration(Duration.ofMillis(100))
                .delay(Duration.ofMillis(30))
                .multiplier(1)
                .jitter(0)
                .build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(operation, conflicting(99)))
                .withMessageContaining("because the next attempt would begin after maxDuration");

        assertThat(attempts).as("at 0, 30, 60 and 90 ms").isEqualTo(4);
    }

    @Test
    void anInterruptWhileWaitingEndsItAndTheFlagIsKept() {
        time.interruptSleep = true;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, conflicting(99)))
                .withMessageContaining("because the thread was interrupted");

        assertThat(attempts).isOne();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptDuringTheBodyEndsItAlsoWhereNothingWaits() {
        Operation operation =
                DEPOSIT.policy(RetryPolicy.builder().delay(Duration.ZERO).build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(operation, () -> {
                    attempts++;
                    Thread.currentThread().interrupt();
                    throw new StubConflict("attempt 1");
                }));

        assertThat(attempts).isOne();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void executionsFillTheBudget() throws Throwable {
        long before = engine.budget(integration).available(time.now);

        for (int i = 0; i < 10; i++) {
            engine.execute(DEPOSIT, () -> null);
        }

        assertThat(engine.budget(integration).available(time.now)).isEqualTo(before + 2);
        assertThat(engine.budget(new StubIntegration()).available(time.now))
                .as("of another boundary")
                .isEqualTo(before);
    }

    @Test
    void retriesThatWaitForNoTurnAreLimitedByTheBudget() throws Throwable {
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);
        int reserve = RetryBudget.PER_SECOND * RetryBudget.WINDOW_SECONDS;
        Operation neverWaiting = DEPOSIT.policy(RetryPolicy.builder()
                .delay(Duration.ZERO)
                .maxRetries(RetryPolicy.MAX_RETRIES_LIMIT)
                .build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(neverWaiting, conflicting(Integer.MAX_VALUE)))
                .withMessageContaining("because the retry budget of this process is used up");
        assertThat(attempts).as("the first attempt and its retries").isEqualTo(1 + reserve);

        integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L);
        attempts = 0;
        assertThat(engine.execute(neverWaiting, conflicting(3)))
                .as("with a turn")
                .isEqualTo("attempt 4");
    }

    private static Operation withMaxRetries(int maxRetries) {
        return DEPOSIT.policy(RetryPolicy.builder()
                .maxRetries(maxRetries)
                .delay(Duration.ofMillis(10))
                .build());
    }

    /** A body whose first attempts meet a conflict. */
    private Body conflicting(int lost) {
        return () -> {
            attempts++;
            time.now += time.tick.toNanos();
            if (attempts <= lost) {
                throw new StubConflict("attempt " + attempts);
            }
            return "attempt " + attempts;
        };
    }

    private final class FakeTime {

        final List<Long> sleeps = new ArrayList<>();
        long now = TimeUnit.DAYS.toNanos(1);
        Duration tick = Duration.ZERO;
        boolean interruptSleep;
        boolean sleptInsideATransaction;

        void sleep(long nanos) throws InterruptedException {
            sleptInsideATransaction |= integration.active;
            if (interruptSleep) {
                throw new InterruptedException();
            }
            sleeps.add(nanos);
            now += nanos;
        }
    }
}
