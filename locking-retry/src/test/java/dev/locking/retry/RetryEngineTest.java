package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryEngineTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final RecordedEvents events = new RecordedEvents();
    private final RetryEngine engine = Engines.on(integration, events);

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
        assertThat(events.lines()).containsExactly("Wallets.deposit SUCCESS after 1");
    }

    @Test
    void runsTheBodyAgainInANewTransactionUntilItCommits() throws Throwable {
        Object result = engine.execute(DEPOSIT, conflicting(3));

        assertThat(result).isEqualTo("attempt 4");
        assertThat(integration.begun).isEqualTo(4);
        assertThat(integration.committed).isOne();
        assertThat(integration.rolledBack).isEqualTo(3);
        assertThat(events.lines())
                .containsExactly(
                        "Wallets.deposit conflict 1 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit conflict 2 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit conflict 3 STALE_UPDATE on Wallet 42",
                        "Wallets.deposit RETRIED after 4");
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
        assertThat(events.lines()).containsExactly("Wallets.deposit FAILED after 1");
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
        assertThat(events.lines()).containsExactly("Wallets.deposit FAILED after 1");
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
        assertThat(events.lines()).containsExactly("Wallets.deposit UNKNOWN after 1");
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
    void aListenerThatFailsChangesNoOutcome() throws Throwable {
        RetryEngine unlucky = Engines.on(integration, new ExecutionListener() {
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

    /** A body whose first attempts meet a conflict. */
    private Body conflicting(int lost) {
        return () -> {
            attempts++;
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
}
