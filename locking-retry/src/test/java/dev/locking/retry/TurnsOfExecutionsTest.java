package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.spi.Body;
import dev.locking.spi.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An execution has the turn on its rows for as long as it needs it, and no longer. */
@Timeout(60)
class TurnsOfExecutionsTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final StubIntegration integration = new StubIntegration();
    private final RetryEngine engine = Engines.on(integration);

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
