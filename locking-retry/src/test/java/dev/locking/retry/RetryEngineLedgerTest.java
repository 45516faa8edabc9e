package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.IdempotencyKeyReusedException;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.UnknownOutcome;
import dev.locking.retry.PointCodec.Point;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine makes of a commit that nobody answered, and of calls with the same key. */
class RetryEngineLedgerTest {

    private static final Operation VERIFIED = Operation.named("Wallets.deposit")
            .policy(RetryPolicy.builder().outcome(UnknownOutcome.VERIFY).build());

    private final IOException lost = new IOException("connection lost");

    private final StubIntegration integration = new StubIntegration();
    private final List<String> events = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private long now;

    private final RetryEngine engine =
            Engines.on(integration, new Timing(() -> now, nanos -> now += nanos, () -> 0.0), new ExecutionListener() {
                @Override
                public void onFinished(String operation, Outcome outcome, int ran, long elapsedNanos) {
                    events.add(outcome + " after " + ran);
                }
            });

    private int attempts;

    @Test
    void aDoubtfulCommitThatWasAppliedReturnsWhatItsBodyReturnedAndRunsItsActionsOnce() throws Throwable {
        integration.applied = true;

        assertThat(engine.execute(VERIFIED, losingTheAnswers(1))).isEqualTo("attempt 1");

        assertThat(attempts).isOne();
        assertThat(actions).containsExactly("mail 1");
        assertThat(events).containsExactly("VERIFIED after 2");
    }

    @Test
    void aDoubtfulCommitThatWasNotAppliedIsRepeated() throws Throwable {
        assertThat(engine.execute(VERIFIED, losingTheAnswers(1))).isEqualTo("attempt 2");

        assertThat(actions).containsExactly("mail 2");
        assertThat(events).containsExactly("RETRIED after 2");
    }

    @Test
    void isAskedAgainWhileTheLedgerCannotBeReached() throws Throwable {
        integration.applied = true;
        Body body = losingTheAnswers(1);

        Object result = engine.execute(VERIFIED, () -> {
            integration.ledgerFailure = new IOException("refused");
            Attempt.current().afterCommit(() -> actions.add("really"));
            integration.refusals = 2;
            return body.run();
        });

        assertThat(result).isEqualTo("attempt 1");
        assertThat(actions).containsExactly("really", "mail 1");
        assertThat(events).containsExactly("VERIFIED after 4");
    }

    @Test
    void staysUnknownWhenTheLedgerCannotBeReachedInTime() {
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(VERIFIED, () -> {
                    integration.commitFailure = lost;
                    integration.ledgerFailure = new IOException("refused");
                    return null;
                }))
                .withCause(lost)
                .withMessageContaining("the ledger could not tell in time");

        assertThat(lost.getSuppressed()).isNotEmpty().allMatch(refused -> "refused".equals(refused.getMessage()));
        assertThat(events).hasSize(1).first().asString().startsWith("UNKNOWN after");
    }

    @Test
    void anErrorWhileAskingLeavesAsItIsAndTheOutcomeStaysUnknown() {
        OutOfMemoryError error = new OutOfMemoryError("no heap");

        assertThatThrownBy(() -> engine.execute(VERIFIED, () -> {
                    integration.commitFailure = lost;
                    integration.ledgerFailure = error;
                    return null;
                }))
                .isSameAs(error)
                .satisfies(same -> assertThat(same.getSuppressed()).containsExactly(lost));
        assertThat(events).containsExactly("UNKNOWN after 2");
    }

    @Test
    void anInterruptWhileInDoubtLeavesTheOutcomeUnknownAndKeepsTheFlag() {
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(VERIFIED, () -> {
                    integration.commitFailure = lost;
                    Thread.currentThread().interrupt();
                    return null;
                }));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theLedgerIsAskedAsOftenAsThereAreRetries() {
        Operation oneRetry = Operation.named("Wallets.deposit")
                .policy(RetryPolicy.builder()
                        .outcome(UnknownOutcome.VERIFY)
                        .maxRetries(1)
                        .build());

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(oneRetry, () -> {
                    integration.commitFailure = lost;
                    integration.ledgerFailure = new IOException("refused");
                    return null;
                }))
                .satisfies(unknown -> assertThat(unknown.attempts()).isEqualTo(2));
    }

    @Test
    void anAttemptThatWasThoughtToBeLostAndIsInTheLedgerIsNeitherRepeatedNorForgotten() {
        integration.committedUnnoticed = true;

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(VERIFIED, () -> {
                    attempts++;
                    throw new StubConflict("attempt " + attempts);
                }));

        assertThat(attempts).isOne();
        assertThat(events).containsExactly("UNKNOWN after 2");
    }

    @Test
    void aFailureOfTheSameCommitIsNotSuppressedInItself() {
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(VERIFIED, () -> {
                    integration.commitFailure = lost;
                    integration.ledgerFailure = lost;
                    return null;
                }))
                .withCause(lost);

        assertThat(lost.getSuppressed()).isEmpty();
    }

    @Test
    void aResultThatIsNullIsAnsweredByNull() throws Throwable {
        assertThat(once("order-17", List.of(), String.class, () -> null)).isNull();
        assertThat(once("order-17", List.of(), String.class, this::mustNotRun)).isNull();
    }

    @Test
    void onceTheKeyIsInsertedTheDoubtIsOverAndFailuresAreWhatTheyAre() {
        IllegalArgumentException negative = new IllegalArgumentException("negative");

        assertThatThrownBy(() -> engine.execute(VERIFIED, () -> {
                    if (++attempts == 1) {
                        integration.commitFailure = lost;
                        return null;
                    }
                    throw negative;
                }))
                .isSameAs(negative);
        assertThat(events).containsExactly("FAILED after 2");
    }

    @Test
    void withoutALedgerAnUnknownOutcomeIsNeverAskedFor() {
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(Operation.named("Wallets.deposit"), losingTheAnswers(1)))
                .withMessageContaining("it was not repeated. Check whether the change is there");

        assertThat(attempts).isOne();
        assertThat(actions).isEmpty();
    }

    @Test
    void aSecondCallWithTheSameKeyReturnsTheStoredResultAndDoesNotRun() throws Throwable {
        assertThat(once("order-17", List.of(50L), long.class, () -> 150L)).isEqualTo(150L);

        assertThat(once("order-17", List.of(50L), long.class, this::mustNotRun)).isEqualTo(150L);
        assertThat(events).containsExactly("SUCCESS after 1", "REPLAYED after 1");
    }

    @Test
    void aSecondCallOfAMethodThatReturnedNothingReturnsNothing() throws Throwable {
        assertThat(once("order-17", List.of(), void.class, () -> null)).isNull();
        assertThat(once("order-17", List.of(), void.class, this::mustNotRun)).isNull();
    }

    @Test
    void aSecondCallOfAMethodThatReturnedNullReturnsNull() throws Throwable {
        assertThat(once("order-17", List.of(), Integer.class, () -> null)).isNull();
        assertThat(once("order-17", List.of(), Integer.class, this::mustNotRun)).isNull();
        assertThat(once("order-18", List.of(), Void.class, () -> null)).isNull();
    }

    @Test
    void aResultForWhichTheApplicationHasACodecIsReturnedAgain() throws Throwable {
        Point point = new Point(7);

        assertThat(once("order-17", List.of(), Point.class, () -> point)).isSameAs(point);
        assertThat(once("order-17", List.of(), Point.class, this::mustNotRun)).isEqualTo(point);
    }

    @Test
    void whatWasAppliedAlthoughItWasCalledAConflictIsUnknownAndNotRepeated() {
        integration.applied = true;

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> engine.execute(VERIFIED, () -> {
                    attempts++;
                    integration.commitFailure = new StubConflict("attempt 1");
                    return "attempt 1";
                }));

        assertThat(attempts).isOne();
        assertThat(events).containsExactly("UNKNOWN after 2");
    }

    @Test
    void otherKeysOfTheSameOperationAndTheSameKeyOfOthersRun() throws Throwable {
        assertThat(once("order-17", List.of(), int.class, () -> 1)).isEqualTo(1);
        assertThat(once("order-18", List.of(), int.class, () -> 2)).isEqualTo(2);
        assertThat(engine.execute(
                        Operation.named("Wallets.withdraw"),
                        () -> 3,
                        new IdempotentCall("order-17", List.of(), int.class),
                        List.of()))
                .isEqualTo(3);
    }

    @Test
    void theSameKeyWithOtherArgumentsIsRefused() throws Throwable {
        once("order-17", Arrays.asList(50L, null), long.class, () -> 150L);

        assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                .isThrownBy(() -> once("order-17", Arrays.asList(51L, null), long.class, this::mustNotRun))
                .withMessageContaining(
                        "Wallets.deposit was called before with the same idempotency key and other arguments")
                .satisfies(refused -> assertThat(refused.operation()).isEqualTo("Wallets.deposit"));
        assertThat(events).containsExactly("SUCCESS after 1", "FAILED after 1");
    }

    @Test
    void aCallThatFailedLeavesNothingAndTheNextOneRuns() throws Throwable {
        assertThatThrownBy(() -> once("order-17", List.of(), int.class, () -> {
                    throw new IllegalStateException("out of stock");
                }))
                .hasMessage("out of stock");

        assertThat(once("order-17", List.of(), int.class, () -> 2)).isEqualTo(2);
    }

    @Test
    void aDoubtfulCommitOfACallWithAKeyIsAskedForLikeAnyOther() throws Throwable {
        integration.applied = true;

        assertThat(once("order-17", List.of(), String.class, losingTheAnswers(1)))
                .isEqualTo("attempt 1");
        assertThat(actions).containsExactly("mail 1");
        assertThat(events).containsExactly("VERIFIED after 2");
    }

    @Test
    void refusesAKeyThatIsNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> once(null, List.of(), void.class, this::mustNotRun))
                .withMessageContaining("Wallets.deposit: the idempotency key is null");
    }

    @Test
    void refusesArgumentsAndResultsThatHaveNoStableText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> once("order-17", List.of(new Object()), void.class, this::mustNotRun))
                .withMessageContaining("a value of type java.lang.Object has no stable text");
        assertThatIllegalStateException()
                .isThrownBy(() -> once("order-17", List.of(), List.class, this::mustNotRun))
                .withMessageContaining("returns java.util.List, which cannot be stored");
    }

    @Test
    void refusesAKeyInsideATransactionThatSomebodyElseBegan() {
        integration.active = true;

        assertThatIllegalStateException()
                .isThrownBy(() -> once("order-17", List.of(), void.class, this::mustNotRun))
                .withMessageContaining("is called inside a transaction that began before it");
    }

    @Test
    void conflictsAreRepeatedUnderTheSameKey() throws Throwable {
        Object result = once("order-17", List.of(), int.class, () -> {
            if (++attempts < 3) {
                throw new StubConflict("attempt " + attempts);
            }
            return attempts;
        });

        assertThat(result).isEqualTo(3);
        assertThat(integration.ledger).hasSize(1);
    }

    private @Nullable Object once(
            @Nullable Object key, List<? extends @Nullable Object> arguments, Class<?> resultType, Body body)
            throws Throwable {
        return engine.execute(
                Operation.named("Wallets.deposit"), body, new IdempotentCall(key, arguments, resultType), List.of());
    }

    private Object mustNotRun() {
        throw new AssertionError("the body ran");
    }

    private Body losingTheAnswers(int times) {
        return () -> {
            attempts++;
            int number = attempts;
            Attempt.current().afterCommit(() -> actions.add("mail " + number));
            integration.commitFailure = attempts <= times ? lost : null;
            return "attempt " + attempts;
        };
    }
}
