package dev.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    @Test
    void theDefaultsSuitVersionConflictsAndNotRemoteCalls() {
        RetryPolicy defaults = RetryPolicy.defaults();

        assertThat(defaults.maxRetries()).isEqualTo(RetryPolicy.DEFAULT_MAX_RETRIES);
        assertThat(defaults.delay()).isEqualTo(Duration.ofMillis(5));
        assertThat(defaults.multiplier()).isEqualTo(2);
        assertThat(defaults.maxDelay()).isEqualTo(Duration.ofMillis(250));
        assertThat(defaults.jitter()).isEqualTo(1);
        assertThat(defaults.maxDuration()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theAnnotationSaysTheSameDefaults() throws Exception {
        RetryPolicy.Builder builder =
                RetryPolicy.builder().maxRetries(7).multiplier(3).jitter(0);
        for (Method setting : RetryOnConflict.class.getDeclaredMethods()) {
            if (!Set.of("unit", "also", "retryOn", "abortOn", "policy", "cycle").contains(setting.getName())) {
                builder.set(setting.getName(), String.valueOf(setting.getDefaultValue()));
            }
        }

        assertThat(builder.build()).hasToString(RetryPolicy.defaults().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "5ms, PT0.005S",
        "PT0.005S, PT0.005S",
        "250 us, PT0.00025S",
        "7ns, PT0.000000007S",
        "2s, PT2S",
        "3m, PT3M",
        "1h, PT1H",
        "0s, PT0S"
    })
    void readsDurationsAsSpringAndIsoWriteThem(String text, Duration duration) {
        assertThat(RetryPolicy.builder()
                        .set("delay", text)
                        .maxDelay(Duration.ofDays(1))
                        .build()
                        .delay())
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxRetries  | -1   | maxRetries = -1 makes no sense. Set a number from 0",
                "maxRetries  | 1001 | maxRetries = 1001 makes no sense. Set a number from 0",
                "maxRetries  | 2.5  | maxRetries = 2.5 makes no sense. Set a whole number.",
                "delay       | -5ms | delay = PT-0.005S makes no sense. Set a duration of 0 or more (default 5ms).",
                "delay       | 5    | delay = \"5\" makes no sense. Write a whole number with a unit",
                "multiplier  | 0.9  | multiplier = 0.9 makes no sense. Set a finite number of 1 or more",
                "multiplier  | NaN  | multiplier = NaN makes no sense.",
                "multiplier  | x    | multiplier = x makes no sense. Set a number.",
                "multiplier  | Infinity | multiplier = Infinity makes no sense.",
                "jitter      | 1.01 | jitter = 1.01 makes no sense. Set a share from 0 (none) to 1 (full)",
                "jitter      | -0.1 | jitter = -0.1 makes no sense.",
                "maxDuration | 0ms  | maxDuration = PT0S makes no sense. Set a duration greater than 0",
                "maxDuration | 2d   | maxDuration = PT48H makes no sense. Set a duration greater than 0, at most 1 day",
                "maxDelays   | 1s   | \"maxDelays\" is no setting of a retry policy."
            })
    void refusesNonsenseWithNameValueAndRemedy(String name, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().set(name, value))
                .withMessageContaining(message);
    }

    @Test
    void refusesALongestDelayBelowTheFirst() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RetryPolicy.builder().delay(Duration.ofSeconds(1)).build())
                .withMessageContaining("maxDelay = PT0.25S makes no sense. Set a duration of at least delay (PT1S)");
    }
}
