package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locking.ConflictException;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry cycles, by what Camunda 7 does with them, and the presets; time passes only while somebody waits. */
class CyclesTest {

    private final StubIntegration integration = new StubIntegration();
    private final List<Long> waits = new ArrayList<>();
    private long now;
    private int tries;

    private final RetryEngine engine = Engines.on(integration, new Timing(() -> now, this::pass, () -> 0.0));

    private void pass(long nanos) {
        waits.add(Duration.ofNanos(nanos).toMillis());
        now += nanos;
    }

    private void execute(RetryPolicy.Builder policy, RuntimeException failure) throws Throwable {
        RetryPolicy retried =
                policy.retryOn(List.of(IllegalStateException.class)).build();
        engine.execute(Operation.named("Wallets.deposit").policy(retried), () -> {
            tries++;
            throw failure;
        });
    }

    /** Tries in total, and the waits in ms, of ordinary failures. */
    static Stream<Arguments> cycles() {
        return Stream.of(
                Arguments.of("R0/PT5S", 1, List.of()),
                Arguments.of("R1/PT5S", 1, List.of()),
                Arguments.of("R3/PT0S", 3, List.of()),
                Arguments.of("R3/PT5S", 3, List.of(5_000L, 5_000L)),
                Arguments.of("R3/5ms", 3, List.of(5L, 5L)),
                Arguments.of("PT5S", 2, List.of(5_000L)),
                Arguments.of("PT10M,PT17M,PT20M", 4, List.of(600_000L, 1_020_000L, 1_200_000L)),
                Arguments.of("PT1S, 2s", 3, List.of(1_000L, 2_000L)),
                Arguments.of("R/PT5S", 1_001, Collections.nCopies(1_000, 5_000L)));
    }

    @ParameterizedTest
    @MethodSource("cycles")
    void ordinaryFailuresAreTriedAsOftenAndAfterTheSameWaits(String cycle, int tries, List<Long> waits) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> execute(RetryPolicy.builder().cycle(cycle), new IllegalStateException("disk full")));

        assertThat(this.tries).isEqualTo(tries);
        assertThat(this.waits).isEqualTo(waits);
    }

    @ParameterizedTest
    @MethodSource("cycles")
    void aConflictIsTriedAgainAfterTheFirstWait(String cycle, int tries, List<Long> waits) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> execute(RetryPolicy.builder().cycle(cycle), new StubConflict("stale")));

        assertThat(this.tries).isEqualTo(tries);
        assertThat(this.waits).isEqualTo(waits.subList(0, Math.min(1, waits.size())));
    }

    @Test
    void anRInFrontOfAListIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().cycle("R5/PT5S,PT10M"))
                .withMessage(
                        "cycle = R5/PT5S,PT10M makes no sense. R5 counts nothing in front of a list, which has one try"
                                + " more than waits. Set PT5S,PT10M, or R with one wait.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "R3", "R3/", "R-1/PT5S", "R3/PT-5S", "five", "PT5S,", "R/P2D", "R5000/PT5S", "R3/PT13H"})
    void whatIsNoCycleIsRefused(String cycle) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().cycle(cycle))
                .withMessageContaining("cycle = " + cycle)
                .withMessageContaining("makes no sense");
    }

    @Test
    void aCycleHasTimeForItsWaitsAndTheAttempts() {
        assertThat(RetryPolicy.builder().cycle("R3/PT5S").build().maxDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(RetryPolicy.builder().cycle("PT1S,PT5S").build().maxDuration())
                .isEqualTo(Duration.ofSeconds(11));
        assertThat(RetryPolicy.builder().cycle("R/PT12H").build().maxDuration()).isEqualTo(Duration.ofDays(1));
        assertThat(RetryPolicy.builder()
                        .maxDuration(Duration.ofSeconds(7))
                        .cycle("R3/PT5S")
                        .build()
                        .maxDuration())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aDeadlineBeforeTheFirstWaitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder()
                        .cycle("R3/PT5S")
                        .maxDuration(Duration.ofSeconds(5))
                        .build())
                .withMessageContaining("maxDuration = PT5S makes no sense")
                .withMessageContaining("first wait of the cycle");
    }

    @Test
    void whatIsSaidAfterwardsChangesACycle() {
        RetryPolicy fewer =
                RetryPolicy.builder().cycle("PT1S,PT5S").maxRetries(1).build();
        RetryPolicy faster = RetryPolicy.builder()
                .cycle("PT1S,PT5S")
                .delay(Duration.ofMillis(1))
                .build();

        assertThat(fewer.cycle()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(fewer.maxRetries()).isEqualTo(1);
        assertThat(faster.cycle()).isEmpty();
        assertThat(faster.maxRetries()).isEqualTo(2);
        assertThat(faster.multiplier()).isEqualTo(1);
    }

    @Test
    void besideWhatItSetsACycleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().set("maxRetries", "3").set("cycle", "R3/PT5S"))
                .withMessageContaining("cycle makes no sense beside maxRetries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().set("cycle", "R3/PT5S").set("jitter", "0.5"))
                .withMessageContaining("cycle makes no sense beside jitter");
    }

    private void executePreset(String name, RuntimeException failure) throws Throwable {
        try (LockingSettings settings = LockingSettings.open("test", Map.of())) {
            Operation preset = settings.configured(Operation.named("Wallets.deposit")
                    .policy(RetryPolicy.builder()
                            .policy(name)
                            .retryOn(List.of(IllegalStateException.class))
                            .build()));
            engine.execute(preset, () -> {
                tries++;
                if (tries <= 5) {
                    throw failure;
                }
                return null;
            });
        }
    }

    @Test
    void camundaTriesAConflictAtOnceAndDoesNotCount() throws Throwable {
        executePreset("camunda", new StubConflict("stale"));

        assertThat(tries).isEqualTo(6);
        assertThat(waits).isEmpty();
    }

    @Test
    void flowableGivesUpAfterThreeRetries() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> executePreset("flowable", new IllegalStateException("disk full")));

        assertThat(tries).isEqualTo(4);
        assertThat(waits).containsExactly(50L, 250L, 1_250L);
    }

    @Test
    void kubernetesMakesFiveAttemptsTenMillisecondsApart() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> executePreset("kubernetes", new IllegalStateException("disk full")));

        assertThat(tries).isEqualTo(5);
        assertThat(waits).containsExactly(11L, 11L, 11L, 11L);
    }
}
