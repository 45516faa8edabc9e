package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.spi.Body;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time passes where a body or a wait says so, in nanoseconds. */
class TimesOfAttemptsTest {

    private static final Operation DEPOSIT = deposit(2);

    private final StubIntegration integration = new StubIntegration();
    private final List<String> told = new ArrayList<>();
    private long now = 1_000;

    private final RetryEngine engine =
            Engines.on(integration, new Timing(() -> now, nanos -> now += nanos, () -> 0.0), new Recorder());

    private final class Recorder implements ExecutionListener {

        @Override
        public void onConflict(String operation, int attempt, List<Conflict> conflicts) {
            told.add("conflict " + attempt);
        }

        @Override
        public void onLost(String operation, int attempt, long elapsedNanos) {
            told.add("lost " + attempt + " after " + elapsedNanos);
        }

        @Override
        public void onDelay(String operation, int attempt, long waitedNanos) {
            told.add("delay " + attempt + " of " + waitedNanos);
        }

        @Override
        public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
            told.add(outcome + " after " + elapsedNanos);
        }
    }

    private static Operation deposit(int maxRetries) {
        return Operation.named("Wallets.deposit")
                .policy(RetryPolicy.builder()
                        .maxRetries(maxRetries)
                        .delay(Duration.ofNanos(100))
                        .multiplier(2)
                        .build());
    }

    /** Attempt n takes n * 7, and is lost unless it is the last one. */
    private Body losing(int attempts) {
        return () -> {
            int number = Attempt.current().number();
            now += number * 7L;
            if (number <= attempts) {
                throw new StubIntegration.StubConflict("attempt " + number);
            }
            return number;
        };
    }

    @Test
    void whatTheFirstAttemptTakesIsNotInVainIfItCommits() throws Throwable {
        engine.execute(DEPOSIT, losing(0));

        assertThat(told).containsExactly("SUCCESS after 7");
    }

    @Test
    void attemptsInVainAndTheWaitsBetweenThemAndTheLastAttemptAreTheWholeTime() throws Throwable {
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);

        engine.execute(DEPOSIT, losing(2));

        assertThat(told)
                .containsExactly(
                        "conflict 1",
                        "lost 1 after 7",
                        "delay 2 of 100",
                        "conflict 2",
                        "lost 2 after 14",
                        "delay 3 of 200",
                        "RETRIED after " + (7 + 100 + 14 + 200 + 21));
    }

    @Test
    void noWaitFollowsTheLastAttemptOfWhoGivesUp() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> engine.execute(deposit(1), losing(5)))
                .withMessageContaining("no retry is left");

        assertThat(told)
                .containsExactly(
                        "conflict 1",
                        "lost 1 after 7",
                        "delay 2 of 100",
                        "conflict 2",
                        "lost 2 after 14",
                        "EXHAUSTED after " + (7 + 100 + 14));
    }

    @Test
    void anotherFailureThanAConflictIsNotInVain() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    now += 7;
                    throw new IllegalStateException("out of stock");
                }));

        assertThat(told).containsExactly("FAILED after 7");
    }

    @Test
    void theClockIsNotReadForNobody() throws Throwable {
        List<Long> readings = new ArrayList<>();
        ExecutionListener nobody = new ExecutionListener() {
            @Override
            public boolean isActive() {
                return false;
            }
        };
        RetryEngine unwatched = Engines.on(
                integration,
                new Timing(
                        () -> {
                            readings.add(now);
                            return now;
                        },
                        nanos -> {},
                        () -> 0.0),
                nobody);
        readings.clear();

        unwatched.execute(DEPOSIT, losing(0));
        assertThat(readings).as("of a call that commits at once").hasSize(1);

        unwatched.execute(DEPOSIT.group(GroupPolicy.named("wallet")), losing(0), null, List.of(1L));
        assertThat(readings).as("of one in a group, with its age").hasSize(1 + 2);
    }
}
