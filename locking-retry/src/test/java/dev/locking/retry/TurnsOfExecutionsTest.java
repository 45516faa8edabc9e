package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.KeyedLocks.Held;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An execution has the turn on its rows for as long as it needs it, and no longer. */
@Timeout(60)
class TurnsOfExecutionsTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final RetryEngine engine = Engines.on(integration, new Timing(() -> 0L, waits::add, () -> 0.0));

    private int attempts;

    @Test
    void whoIsExhaustedGivesTheTurnBack() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(2), this::alwaysConflicting));

        assertThat(inAnotherThread(losingOnce())).isEqualTo("attempt 2 of somebody else");
    }

    @Test
    void whoFailsOtherwiseGivesTheTurnBack() {
        assertThatThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    throw Attempt.current().number() == 1
                            ? new StubConflict("attempt 1")
                            : new IllegalArgumentException("not enough money");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(inAnotherThread(losingOnce())).isEqualTo("attempt 2 of somebody else");
    }

    @Test
    void whoLosesOnMoreRowsGivesTheTurnOnTheFirstOnesBackBeforeItWaitsForAll() throws Throwable {
        engine.execute(DEPOSIT, () -> {
            attempts++;
            integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", (long) attempts);
            if (attempts < 3) {
                throw new StubConflict("attempt " + attempts);
            }
            return null;
        });

        integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 1L);
        assertThat(inAnotherThread(losingOnce())).isEqualTo("attempt 2 of somebody else");
    }

    @Test
    void actionsOfACommitThatFailedOnceItWasAppliedRunWhenTheTurnIsGivenBack() {
        List<Object> results = new ArrayList<>();
        integration.phaseOfCommitFailure = Phase.APPLIED;
        Exception failure = new IllegalStateException("thrown by a listener after the commit");

        assertThatThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    if (++attempts == 1) {
                        throw new StubConflict("attempt 1");
                    }
                    integration.commitFailure = failure;
                    Attempt.current().afterCommit(() -> {
                        integration.commitFailure = null;
                        results.add(inAnotherThread(losingOnce()));
                    });
                    return null;
                }))
                .isSameAs(failure);

        assertThat(results).containsExactly("attempt 2 of somebody else");
    }

    @Test
    void whoseTurnDoesNotComeBeforeItsDeadlineGivesUp() throws Throwable {
        Operation impatient = DEPOSIT.policy(
                RetryPolicy.builder().maxDuration(Duration.ofMillis(6)).build());

        Object result = engine.execute(DEPOSIT, () -> {
            if (++attempts == 1) {
                throw new StubConflict("attempt 1");
            }
            return failureInAnotherThread(impatient, losingOnce());
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        surfaced -> assertThat(surfaced)
                                .hasMessageContaining("because the next attempt would begin after maxDuration")
                                .hasMessageContaining("gave up after 1 attempt in "));
    }

    @Test
    void actionsRunWhenTheTurnIsGivenBack() throws Throwable {
        List<Object> results = new ArrayList<>();

        engine.execute(DEPOSIT, () -> {
            if (++attempts == 1) {
                throw new StubConflict("attempt 1");
            }
            Attempt.current().afterCommit(() -> results.add(inAnotherThread(losingOnce())));
            return null;
        });

        assertThat(results).containsExactly("attempt 2 of somebody else");
    }

    @Test
    void listenersAreToldWhenNothingIsHeldAnyMore() throws Throwable {
        List<Boolean> waitsForTheTurn = new ArrayList<>();
        RetryEngine[] itself = new RetryEngine[1];
        itself[0] = Engines.on(integration, new ExecutionListener() {
            @Override
            public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
                waitsForTheTurn.add(
                        itself[0].turns().users(integration, new Row("Wallet", 42L)) > 0 || integration.active);
            }
        });

        itself[0].execute(DEPOSIT, this::losingTwice);

        assertThat(waitsForTheTurn).containsExactly(false, false);
    }

    @Test
    void whoIsToldOfTheEndIsToldWhenNothingIsHeldAnyMoreWhateverTheEnd() {
        List<Boolean> held = new ArrayList<>();
        RetryEngine[] itself = new RetryEngine[1];
        itself[0] = Engines.on(integration, new ExecutionListener() {
            @Override
            public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
                held.add(isHeld());
            }

            @Override
            public void onFinished(String operation, Outcome outcome, int ran, long elapsedNanos) {
                held.add(isHeld());
            }

            private boolean isHeld() {
                return itself[0].turns().users(integration, new Row("Wallet", 42L)) > 0
                        || itself[0].groups().holder("wallet", 7L).isPresent();
            }
        });
        Operation grouped = withMaxRetries(1).group(GroupPolicy.named("wallet"));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> itself[0].execute(grouped, this::alwaysConflicting, null, List.of(7L)));

        assertThat(held).containsExactly(false, false, false);
    }

    private Object losingTwice() {
        if (++attempts < 3) {
            throw new StubConflict("attempt " + attempts);
        }
        return "attempt 3";
    }

    /** Whatever the boundary makes of an attempt whose body returned. */
    @Test
    void whoCatchesWhatEndsItsAttemptRunsAgainInItsTurn() throws Throwable {
        Row hot = hotRow();
        List<Integer> numbers = new ArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = holder(hot, release);

        Object result = engine.execute(DEPOSIT, () -> {
            numbers.add(Attempt.current().number());
            try {
                read(hot);
            } catch (RuntimeException e) {
                release.countDown();
                holder.join();
                return "caught";
            }
            return "read";
        });

        assertThat(result).isEqualTo("read");
        assertThat(numbers).containsExactly(1, 2);
        assertThat(waits).as("who has lost nothing stands in the queue at once").isEmpty();
        assertThat(integration.rolledBack).isOne();
        assertThat(engine.turns().isEmpty()).isTrue();
    }

    @Test
    void whoHasNoRetryReadsAtOnce() throws Throwable {
        Row hot = hotRow();
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = holder(hot, release);

        Object asks = engine.execute(withMaxRetries(0), () -> ((RunningAttempt) Attempt.current()).asksBeforeReads());
        release.countDown();
        holder.join();

        assertThat(asks).isEqualTo(false);
    }

    @Test
    void whoseTurnOnAHotRowDoesNotComeInTimeIsToldSo() throws Throwable {
        Row hot = hotRow();
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = holder(hot, release);
        Operation impatient = DEPOSIT.policy(
                RetryPolicy.builder().maxDuration(Duration.ofMillis(6)).build());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(impatient, () -> {
                    read(hot);
                    return null;
                }))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .containsExactly(new Conflict(ConflictKind.LOCK_TIMEOUT, "Wallet", 7L)));
        release.countDown();
        holder.join();
    }

    @Test
    void whoLosesOnAHotRowWhoseTurnWasFreeWaitsAsItsPolicySays() throws Throwable {
        Row hot = hotRow();

        engine.execute(DEPOSIT, () -> {
            read(hot);
            if (++attempts == 1) {
                throw new StubConflict("attempt 1");
            }
            return null;
        });

        assertThat(waits).hasSize(1);
    }

    /** As when another JVM changes the row too. */
    @Test
    void aRowOnWhichExecutionsLoseInSpiteOfTheirTurnIsLockedBeforeItIsRead() throws Throwable {
        Row hot = hotRow();
        integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, hot.entityName(), hot.id());
        for (int lost = 1; lost < Turns.OFTEN_OVERTAKEN; lost++) {
            loseInItsTurn(hot);
        }
        assertThat(rowsLockedToRead(hot)).as("lost now and then").isEmpty();

        loseInItsTurn(hot);

        assertThat(rowsLockedToRead(hot)).containsExactly(hot);
        assertThat(rowsLockedToRead(new Row("Wallet", 8L))).isEmpty();
    }

    private void loseInItsTurn(Row row) throws Throwable {
        engine.execute(DEPOSIT, () -> {
            read(row);
            if (Attempt.current().number() == 1) {
                throw new StubConflict("attempt 1");
            }
            return null;
        });
    }

    private List<Row> rowsLockedToRead(Row row) throws Throwable {
        engine.execute(DEPOSIT, () -> {
            read(row);
            return null;
        });
        return integration.lostRows;
    }

    private static void read(Row row) {
        ((RunningAttempt) Attempt.current()).aboutToRead(row);
    }

    private Row hotRow() {
        Row row = new Row("Wallet", 7L);
        engine.turns().contended(integration, DEPOSIT.name(), row);
        engine.turns().contended(integration, DEPOSIT.name(), row);
        return row;
    }

    /** Has the turn until it is released. */
    private Thread holder(Row row, CountDownLatch release) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            try (Held turn = engine.turns().none()) {
                engine.turns().takeAtOnce(turn, integration, row);
                held.countDown();
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        holder.start();
        held.await();
        return holder;
    }

    private Object alwaysConflicting() {
        throw new StubConflict("again");
    }

    private static Operation withMaxRetries(int maxRetries) {
        return DEPOSIT.policy(RetryPolicy.builder().maxRetries(maxRetries).build());
    }

    private static Body losingOnce() {
        return () -> {
            if (Attempt.current().number() == 1) {
                throw new StubConflict("attempt 1 of somebody else, on the same row");
            }
            return "attempt 2 of somebody else";
        };
    }

    private Object inAnotherThread(Body body) {
        return CompletableFuture.supplyAsync(() -> outcome(Operation.named("Wallets.withdraw"), body))
                .join();
    }

    private Object failureInAnotherThread(Operation operation, Body body) {
        integration.active = false;
        return CompletableFuture.supplyAsync(() -> outcome(operation, body)).join();
    }

    private Object outcome(Operation operation, Body body) {
        try {
            return String.valueOf(engine.execute(operation, body));
        } catch (Throwable failure) {
            return failure;
        }
    }
}
