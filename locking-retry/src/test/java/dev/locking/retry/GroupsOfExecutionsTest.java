package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.GroupBusyException;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An execution has the turn in its group from before its first transaction until after its last one. */
class GroupsOfExecutionsTest {

    private static final Operation AUDIT = Operation.named("audit").group(GroupPolicy.named("wallet"));
    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final RecordedEvents events = new RecordedEvents();
    private final RetryEngine engine = Engines.on(integration, events);

    private int attempts;

    @Test
    void theTurnInTheGroupIsTakenBeforeTheTransactionAndHeldOverAllAttempts() throws Throwable {
        List<String> held = new ArrayList<>();

        engine.execute(
                DEPOSIT.group(GroupPolicy.named("wallet")),
                () -> {
                    held.add("attempt " + ++attempts + ": " + isHeld());
                    Attempt.current().afterCommit(() -> held.add("after commit: " + isHeld()));
                    if (attempts == 1) {
                        throw new StubConflict("attempt 1");
                    }
                    return null;
                },
                null,
                List.of(7L));

        assertThat(held).containsExactly("attempt 1: true", "attempt 2: true", "after commit: false");
        assertThat(events.lines())
                .containsExactly(
                        "Wallets.deposit conflict 1 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit RETRIED after 2",
                        "Wallets.deposit waited in wallet");
    }

    @Test
    void theTurnInTheGroupIsGivenBackWhateverTheEnd() {
        assertThatThrownBy(() -> engine.execute(
                        DEPOSIT.group(GroupPolicy.named("wallet")), failing(new IOException()), null, List.of(7L)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> engine.executeInGroup(AUDIT, List.of(7L), failing(new IOException())))
                .isInstanceOf(IOException.class);

        assertThat(isHeld()).isFalse();
    }

    @Test
    void withoutRetriesABodyRunsOnceInItsTurnAndBeginsNoTransaction() throws Throwable {
        Object result = engine.executeInGroup(AUDIT, List.of(7L), this::isHeld);

        assertThat(result).isEqualTo(true);
        assertThat(integration.begun).isZero();
        assertThat(isHeld()).isFalse();
    }

    @Test
    @Timeout(30)
    void insideATransactionNobodyWaitsForATurn() throws Throwable {
        GroupPolicy wallet = GroupPolicy.named("wallet").maxWait(Duration.ofDays(1));
        engine.executeInGroup(AUDIT.group(wallet), List.of(7L), () -> {
            CompletableFuture<?> other = CompletableFuture.runAsync(() -> {
                integration.active = true;
                assertThatExceptionOfType(GroupBusyException.class)
                        .isThrownBy(() -> engine.execute(DEPOSIT.group(wallet), () -> null, null, List.of(7L)))
                        .withMessageContaining("inside an active transaction nobody waits for it");
                integration.active = false;
                assertThatExceptionOfType(GroupBusyException.class)
                        .isThrownBy(() -> engine.execute(
                                DEPOSIT, () -> engine.executeInGroup(AUDIT.group(wallet), List.of(7L), () -> null)));
                assertThatExceptionOfType(GroupBusyException.class)
                        .as("an operation of another unit, inside an attempt")
                        .isThrownBy(() -> engine.execute(DEPOSIT, () -> {
                            integration.active = false;
                            return engine.execute(DEPOSIT.group(wallet), () -> null, null, List.of(7L));
                        }));
            });
            return other.get();
        });
    }

    @Test
    @Timeout(30)
    void outsideOfTransactionsACallWaitsForItsTurn() throws Throwable {
        GroupPolicy wallet = GroupPolicy.named("wallet").maxWait(Duration.ofDays(1));
        List<Object> results = new CopyOnWriteArrayList<>();
        List<Thread> waiting = List.of(
                inAnotherThread(results, () -> engine.execute(DEPOSIT.group(wallet), () -> "done", null, List.of(7L))),
                inAnotherThread(results, () -> engine.executeInGroup(AUDIT.group(wallet), List.of(7L), () -> "seen")));

        engine.executeInGroup(AUDIT.group(wallet), List.of(7L), () -> {
            waiting.forEach(GroupsOfExecutionsTest::startUntilItWaits);
            return null;
        });
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(results).containsExactlyInAnyOrder("done", "seen");
    }

    @Test
    @Timeout(10)
    void aBodyCanParkInsideOfACallThatLeadsAtOnce() throws Exception {
        List<Object> results = new CopyOnWriteArrayList<>();
        Operation combined = DEPOSIT.group(GroupPolicy.named("wallet").combine(2));
        Thread caller = inAnotherThread(
                results,
                () -> engine.execute(
                        combined,
                        () -> {
                            LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
                            return "woken";
                        },
                        null,
                        List.of(7L)));

        startUntilItWaits(caller);

        assertThat(results).isEmpty();
        LockSupport.unpark(caller);
        caller.join();
        assertThat(results).containsExactly("woken");
    }

    @Test
    void actionsOfACommitThatAListenerSpoiltRunWhenNothingIsHeldAnyMore() {
        integration.commitFailure = new IllegalStateException("thrown by a listener after the commit");
        integration.phaseOfCommitFailure = Phase.APPLIED;
        List<Boolean> held = new ArrayList<>();

        assertThatThrownBy(() -> engine.execute(
                        DEPOSIT.group(GroupPolicy.named("wallet")),
                        () -> {
                            Attempt.current().afterCommit(() -> held.add(isHeld()));
                            return null;
                        },
                        null,
                        List.of(7L)))
                .isSameAs(integration.commitFailure);

        assertThat(held).containsExactly(false);
    }

    private static Thread inAnotherThread(List<Object> results, Body body) {
        return new Thread(() -> {
            try {
                results.add(String.valueOf(body.run()));
            } catch (Throwable e) {
                results.add(e);
            }
        });
    }

    private static void startUntilItWaits(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private boolean isHeld() {
        return engine.groups().holder("wallet", 7L).isPresent();
    }

    private static Body failing(Throwable failure) {
        return () -> {
            throw failure;
        };
    }
}
