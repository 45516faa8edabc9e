package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.GroupBusyException;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.Verdict;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryEngineTest {

    private static final Operation AUDIT = Operation.named("audit").group(GroupPolicy.named("wallet"));

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final FakeTime time = new FakeTime();
    private final List<String> events = new ArrayList<>();
    private final RetryEngine engine = engine(new Recorder());

    private int attempts;

    @AfterEach
    void noAttemptIsLeftOnTheThread() {
        assertThatIllegalStateException().isThrownBy(Attempt::current).withMessageContaining("No attempt runs");
        assertThat(Thread.interrupted()).as("interrupt flag").isFalse();
    }

    @Test
    void returnsWhatTheBodyReturned() throws Throwable {
        assertThat(engine.execute(DEPOSIT, () -> "done")).isEqualTo("done");

        assertThat(integration.committed).isOne();
        assertThat(events).containsExactly("Wallets.deposit SUCCESS after 1");
    }

    @Test
    void runsTheBodyAgainInANewTransactionUntilItCommits() throws Throwable {
        Object result = engine.execute(DEPOSIT, conflicting(3));

        assertThat(result).isEqualTo("attempt 4");
        assertThat(integration.begun).isEqualTo(4);
        assertThat(integration.committed).isOne();
        assertThat(integration.rolledBack).isEqualTo(3);
        assertThat(events)
                .containsExactly(
                        "Wallets.deposit conflict 1 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit conflict 2 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit conflict 3 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit RETRIED after 4");
    }

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
        assertThat(events).last().isEqualTo("Wallets.deposit EXHAUSTED after 3");
    }

    @Test
    void surfacesTheFirstConflictWhereNoRetryIsAllowed() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(0), conflicting(99)));

        assertThat(attempts).isOne();
        assertThat(events).last().isEqualTo("Wallets.deposit SURFACED after 1");
    }

    @Test
    void surfacesAConflictThatAnotherRunWouldNotResolve() {
        integration.verdict = Verdict.SURFACE;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, conflicting(99)))
                .withMessageContaining("because running it again would not help");

        assertThat(attempts).isOne();
    }

    @Test
    void letsAnotherFailureOutAsItCame() {
        Exception failure = new IllegalArgumentException("negative amount");

        assertThatThrownBy(() -> engine.execute(DEPOSIT, failing(failure))).isSameAs(failure);

        assertThat(attempts).isOne();
        assertThat(integration.rolledBack).isOne();
        assertThat(events).containsExactly("Wallets.deposit FAILED after 1");
    }

    @Test
    void letsAFailureOutAsItCameAlsoAfterAConflict() {
        Exception failure = new IllegalArgumentException("no longer enough money");

        assertThatThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    if (++attempts == 1) {
                        throw new StubConflict("attempt 1");
                    }
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void repeatsAKindThatIsAConflictOnlyWhereItIsDeclared() throws Throwable {
        integration.verdict = Verdict.IF_DECLARED;
        integration.conflict = new Conflict(ConflictKind.DUPLICATE, null, null);
        Operation declared = DEPOSIT.policy(
                RetryPolicy.builder().also(ConflictKind.DUPLICATE).build());

        assertThat(engine.execute(declared, conflicting(1))).isEqualTo("attempt 2");
        assertThatThrownBy(() -> engine.execute(DEPOSIT, conflicting(99))).isInstanceOf(StubConflict.class);
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void repeatsOtherFailuresThatTheOperationDeclaresAlsoAsACause() throws Throwable {
        Operation declared = DEPOSIT.policy(RetryPolicy.builder()
                .retryOn(List.of(IllegalArgumentException.class))
                .build());

        Object result = engine.execute(declared, () -> {
            if (++attempts == 1) {
                throw new IllegalStateException(new NumberFormatException("a subclass"));
            }
            return attempts;
        });

        assertThat(result).isEqualTo(2);
    }

    @Test
    void nothingThatIsDeclaredMakesAnOpenOutcomeCertain() {
        integration.commitFailure = new IllegalStateException("connection lost");
        Operation declared = DEPOSIT.policy(
                RetryPolicy.builder().retryOn(List.of(Exception.class)).build());

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(declared, conflicting(0)));

        assertThat(attempts).isOne();
    }

    @Test
    void neverRepeatsWhatTheOperationAbortsOn() {
        Operation declared = DEPOSIT.policy(
                RetryPolicy.builder().abortOn(List.of(StubConflict.class)).build());

        assertThatThrownBy(() -> engine.execute(declared, conflicting(99))).isInstanceOf(StubConflict.class);

        assertThat(attempts).isOne();
        assertThat(events).containsExactly("Wallets.deposit FAILED after 1");
    }

    @Test
    void neverRepeatsAnError() {
        Error error = new OutOfMemoryError("not really");

        assertThatThrownBy(() -> engine.execute(DEPOSIT, failing(error))).isSameAs(error);

        assertThat(attempts).isOne();
        assertThat(integration.rolledBack).isOne();
    }

    @Test
    void neverRepeatsACommitThatWasSentAndNotAnswered() {
        integration.commitFailure = new IllegalStateException("connection lost");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, conflicting(0)))
                .withCause(integration.commitFailure)
                .withMessageContaining("Wallets.deposit")
                .withMessageContaining("attempt 1");

        assertThat(attempts).isOne();
        assertThat(events).containsExactly("Wallets.deposit UNKNOWN after 1");
    }

    @Test
    void repeatsACommitThatWasAnsweredByAConflict() throws Throwable {
        integration.commitFailure = new StubConflict("40001 at COMMIT");

        Object result = engine.execute(DEPOSIT, () -> {
            if (++attempts == 2) {
                integration.commitFailure = null;
            }
            return attempts;
        });

        assertThat(result).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void neverRepeatsWhatWasAppliedWhateverAClassifierSays(Verdict verdict) {
        integration.verdict = verdict;
        integration.commitFailure = new StubConflict("thrown by a listener after the commit");
        integration.phaseOfCommitFailure = Phase.APPLIED;
        List<String> actions = new ArrayList<>();

        assertThatThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    attempts++;
                    Attempt.current().afterCommit(() -> actions.add("mail"));
                    return null;
                }))
                .isSameAs(integration.commitFailure);

        assertThat(attempts).isOne();
        assertThat(actions).as("the commit worked, so its actions are due").containsExactly("mail");
    }

    @Test
    void runsTheBodyOnceInsideATransactionThatSomebodyElseBegan() {
        integration.active = true;

        assertThatThrownBy(() -> engine.execute(DEPOSIT, conflicting(99))).isInstanceOf(StubConflict.class);

        assertThat(attempts).isOne();
        assertThat(integration.begun).isZero();
        assertThat(events).containsExactly("Wallets.deposit PROPAGATED after 1");
        integration.active = false;
    }

    @Test
    void warnsOncePerOperationOfAConflictThatOnlyTheOuterTransactionCanRepeat() throws Throwable {
        integration.active = true;
        List<String> warnings = warnings(() -> {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> engine.execute(DEPOSIT, conflicting(99)))
                        .isInstanceOf(StubConflict.class);
                assertThatThrownBy(() -> engine.execute(Operation.named("Wallets.audit"), failing(new IOException())))
                        .isInstanceOf(IOException.class);
            }
        });
        integration.active = false;

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("Wallets.deposit met a conflict inside a transaction that began before it");
    }

    @Test
    void aClassifierThatFailsHidesNothing() {
        Exception failure = new IllegalArgumentException("negative amount");
        RetryEngine unlucky = new RetryEngine(
                integration,
                List.of(attempt -> {
                    throw new IllegalStateException("a bug");
                }),
                List.of(),
                new Listeners(List.of()),
                new Observers(List.of()),
                Timing.REAL);

        assertThatThrownBy(() -> unlucky.execute(DEPOSIT, failing(failure))).isSameAs(failure);

        integration.commitFailure = new IllegalStateException("connection lost");
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> unlucky.execute(DEPOSIT, conflicting(0)));
    }

    @Test
    void leavesActionsToTheTransactionThatSomebodyElseBegan() throws Throwable {
        integration.active = true;
        List<String> actions = new ArrayList<>();

        engine.execute(DEPOSIT, () -> {
            Attempt.current().afterCommit(() -> actions.add("mail"));
            return null;
        });

        assertThat(actions).isEmpty();
        integration.commitOuterTransaction();
        assertThat(actions).containsExactly("mail");
    }

    @Test
    void anOperationInsideAnotherSharesItsAttempt() throws Throwable {
        engine.execute(DEPOSIT, () -> {
            if (++attempts == 1) {
                throw new StubConflict("attempt 1");
            }
            return engine.execute(Operation.named("Wallets.audit"), () -> {
                assertThat(Attempt.current().number()).isEqualTo(2);
                assertThat(Attempt.current().operation()).isEqualTo("Wallets.deposit");
                return null;
            });
        });

        assertThat(integration.begun).isEqualTo(2);
        assertThat(events)
                .containsExactly(
                        "Wallets.deposit conflict 1 STALE_UPDATE on Wallet 42",
                        "Wallets.audit PROPAGATED after 1",
                        "Wallets.deposit RETRIED after 2");
    }

    @Test
    void runsActionsOnceAfterTheAttemptThatCommittedInTheirOrder() throws Throwable {
        List<String> actions = new ArrayList<>();

        engine.execute(DEPOSIT, () -> {
            int number = Attempt.current().number();
            Attempt.current().afterCommit(() -> actions.add("mail " + number + ", active: " + integration.active));
            Attempt.current().afterCommit(() -> actions.add("audit " + number));
            if (number < 3) {
                throw new StubConflict("attempt " + number);
            }
            return null;
        });

        assertThat(actions).containsExactly("mail 3, active: false", "audit 3");
    }

    @Test
    @Timeout(30)
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

    private Object inAnotherThread(Body body) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return engine.execute(Operation.named("Wallets.withdraw"), body);
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
    }

    private static Body losingOnce() {
        return () -> {
            if (Attempt.current().number() == 1) {
                throw new StubConflict("attempt 1 of somebody else, on the same row");
            }
            return "attempt 2 of somebody else";
        };
    }

    @Test
    void anActionThatFailsChangesNoOutcomeAndStopsNoOther() throws Throwable {
        List<String> actions = new ArrayList<>();

        Object result = engine.execute(DEPOSIT, () -> {
            Attempt.current().afterCommit(() -> {
                throw new StubConflict("the mail server is down");
            });
            Attempt.current().afterCommit(() -> actions.add("audit"));
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(actions).containsExactly("audit");
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
    void aListenerThatFailsChangesNoOutcome() throws Throwable {
        RetryEngine unlucky = engine(new ExecutionListener() {
            @Override
            public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
                throw new IllegalStateException("no registry");
            }

            @Override
            public void onFinished(String operation, Outcome outcome, int ran, long elapsedNanos) {
                throw new NoClassDefFoundError("no registry");
            }
        });

        assertThat(unlucky.execute(DEPOSIT, conflicting(2))).isEqualTo("attempt 3");
    }

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
        assertThat(events)
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
            waiting.forEach(RetryEngineTest::startUntilItWaits);
            return null;
        });
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(results).containsExactlyInAnyOrder("done", "seen");
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

    @Test
    void warnsOncePerOperationThatAnotherRetryLibraryRunsItAgain() throws Throwable {
        List<String> warnings = warnings(() -> {
            for (int call = 1; call <= 2; call++) {
                assertThatExceptionOfType(ConflictException.class)
                        .isThrownBy(
                                () -> Retry.executeCallable(() -> engine.execute(withMaxRetries(0), conflicting(99))));
            }
        });

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(
                        "Wallets.deposit gave up on a conflict and is called through io.github.resilience4j.retry.Retry")
                .contains("the attempts of both multiply");
    }

    @Test
    void doesNotWarnOfRetryLibrariesThatAreNotThere() throws Throwable {
        List<String> warnings = warnings(() -> assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(0), conflicting(99))));

        assertThat(warnings).isEmpty();
    }

    @Test
    void listenersAreToldWhenNothingIsHeldAnyMore() throws Throwable {
        List<Boolean> waitsForTheTurn = new ArrayList<>();
        RetryEngine[] itself = new RetryEngine[1];
        itself[0] = engine(new ExecutionListener() {
            @Override
            public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
                waitsForTheTurn.add(
                        itself[0].turns().users(integration, new Row("Wallet", 42L)) > 0 || integration.active);
            }
        });

        itself[0].execute(DEPOSIT, conflicting(2));

        assertThat(waitsForTheTurn).containsExactly(false, false);
    }

    @Test
    void whoIsToldOfTheEndIsToldWhenNothingIsHeldAnyMoreWhateverTheEnd() {
        List<Boolean> held = new ArrayList<>();
        RetryEngine[] itself = new RetryEngine[1];
        itself[0] = engine(new ExecutionListener() {
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
                .isThrownBy(() -> itself[0].execute(grouped, conflicting(99), null, List.of(7L)));

        assertThat(held).containsExactly(false, false, false);
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

    @Test
    void whatAFailedAttemptHasChangedIsKnownToTheNextOnes() throws Throwable {
        integration.entity = "changed";

        engine.execute(DEPOSIT, conflicting(2));

        assertThat(integration.spentBefore).containsExactly(false, true, true);
    }

    @Test
    void whatIsEqualToAChangedEntityIsNotSpentForThat() throws Throwable {
        integration.entity = new String("equal");

        engine.execute(DEPOSIT, () -> {
            if (++attempts == 1) {
                throw new StubConflict("attempt 1");
            }
            return null;
        });
        integration.entity = new String("equal");
        engine.execute(DEPOSIT, () -> null);

        assertThat(integration.spentBefore).containsExactly(false, true, false);
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
    void identifiersThatCannotBeComparedCostTheTurnAndNothingElse() throws Throwable {
        for (Object id : List.of(new Unequal(), new Unhashed())) {
            attempts = 0;
            integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", id);

            assertThat(engine.execute(DEPOSIT, conflicting(1))).isEqualTo("attempt 2");
            assertThat(integration.lostRows).isEmpty();
        }
    }

    @Test
    void identifiersThatCannotBeShownAreLeftOutOfTheMessage() {
        integration.conflict = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", new Unequal());

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(withMaxRetries(0), conflicting(99)))
                .withMessageContaining("STALE_UPDATE on Wallet (whose id cannot be shown)");
    }

    private static final class Unequal {

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    private static final class Unhashed {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }

    @Test
    void aConflictThatMayGoAnotherWayIsRepeatedOnce() {
        integration.verdict = Verdict.RE_EXECUTE_ONCE;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, conflicting(99)))
                .withMessageContaining("running it again would not help")
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isEqualTo(2))
                .satisfies(surfaced -> assertThat(surfaced.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("attempt 1"));

        assertThat(attempts).isEqualTo(2);
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

    /** What the engine logs meanwhile. */
    private static List<String> warnings(ThrowingCallable work) throws Throwable {
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(RetryEngine.class.getName());
        Filter collector = line -> {
            warnings.add(line.getMessage());
            return false;
        };
        logger.setLevel(Level.WARNING);
        logger.setFilter(collector);
        try {
            work.call();
        } finally {
            logger.setFilter(null);
            logger.setLevel(null);
        }
        return warnings;
    }

    private RetryEngine engine(ExecutionListener listener) {
        return new RetryEngine(
                integration,
                List.of(integration),
                List.of(),
                new Listeners(List.of(listener)),
                new Observers(List.of()),
                new Timing(() -> time.now, time::sleep, () -> 0.0));
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

    private Body failing(Throwable failure) {
        return () -> {
            attempts++;
            throw failure;
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

    private final class Recorder implements ExecutionListener {

        @Override
        public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
            events.add(operation + " conflict " + attempt + " " + conflicts.get(0));
        }

        @Override
        public void onGroupWait(String operation, String group, long waitedNanos) {
            events.add(operation + " waited in " + group);
        }

        @Override
        public void onFinished(String operation, Outcome outcome, int ran, long elapsedNanos) {
            events.add(operation + " " + outcome + " after " + ran);
        }
    }
}
