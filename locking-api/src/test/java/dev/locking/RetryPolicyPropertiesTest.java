package dev.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RetryPolicyPropertiesTest {

    private static final Set<String> SETTINGS =
            Set.of("maxRetries", "delay", "multiplier", "maxDelay", "jitter", "maxDuration", "also");

    private static final Set<ConflictKind> DECLARABLE =
            Set.of(ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT, ConflictKind.GONE);

    @Property
    void settingsThatAreWrittenAsTextAreThoseThatWereMeant(
            @ForAll @IntRange(max = RetryPolicy.MAX_RETRIES_LIMIT) int maxRetries,
            @ForAll("upToADay") Duration one,
            @ForAll("upToADay") Duration other,
            @ForAll("upToADay") Duration maxDuration,
            @ForAll @DoubleRange(min = 1, max = 1e300) double multiplier,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter) {
        Duration delay = one.compareTo(other) < 0 ? one : other;
        Duration maxDelay = one.compareTo(other) < 0 ? other : one;

        RetryPolicy policy = RetryPolicy.builder()
                .set("maxRetries", String.valueOf(maxRetries))
                .set("delay", delay.toString())
                .set("maxDelay", maxDelay.toNanos() / 1_000_000 + "ms")
                .set("maxDuration", maxDuration.plusMillis(1).toString())
                .set("multiplier", String.valueOf(multiplier))
                .set("jitter", String.valueOf(jitter))
                .build();

        assertThat(policy.maxRetries()).isEqualTo(maxRetries);
        assertThat(policy.delay()).isEqualTo(delay);
        assertThat(policy.maxDelay()).isEqualTo(maxDelay);
        assertThat(policy.maxDuration()).isEqualTo(maxDuration.plusMillis(1));
        assertThat(policy.multiplier()).isEqualTo(multiplier);
        assertThat(policy.jitter()).isEqualTo(jitter);
    }

    @Property
    void aNumberOfRetriesIsTakenOrRefusedWithItsNameAndValue(@ForAll int maxRetries) {
        if (maxRetries >= 0 && maxRetries <= 1_000) {
            assertThat(RetryPolicy.builder().maxRetries(maxRetries).build().maxRetries())
                    .isEqualTo(maxRetries);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().maxRetries(maxRetries))
                    .withMessageStartingWith("maxRetries = " + maxRetries + " makes no sense. ");
        }
    }

    @Property
    void aJitterOutsideOfItsBoundsIsRefusedWithItsNameAndValue(@ForAll("doubles") double jitter) {
        if (jitter >= 0 && jitter <= 1) {
            assertThat(RetryPolicy.builder().jitter(jitter).build().jitter()).isEqualTo(jitter);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().jitter(jitter))
                    .withMessageStartingWith("jitter = " + jitter + " makes no sense. ");
        }
    }

    @Property
    void aMultiplierThatShrinksOrIsNoNumberIsRefusedWithItsNameAndValue(@ForAll("doubles") double multiplier) {
        if (multiplier >= 1 && Double.isFinite(multiplier)) {
            assertThat(RetryPolicy.builder().multiplier(multiplier).build().multiplier())
                    .isEqualTo(multiplier);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().multiplier(multiplier))
                    .withMessageStartingWith("multiplier = " + multiplier + " makes no sense. ");
        }
    }

    @Property
    void aNegativeDelayIsRefusedWithItsNameAndValue(@ForAll("anyDuration") Duration delay) {
        if (delay.isNegative()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().delay(delay))
                    .withMessageStartingWith("delay = " + delay + " makes no sense. ");
        } else {
            assertThat(RetryPolicy.builder()
                            .delay(delay)
                            .maxDelay(delay)
                            .build()
                            .delay())
                    .isEqualTo(delay);
        }
    }

    @Property
    void aDurationOutsideOfItsBoundsIsRefusedWithItsNameAndValue(@ForAll("anyDuration") Duration maxDuration) {
        if (maxDuration.compareTo(Duration.ZERO) > 0 && maxDuration.compareTo(Duration.ofHours(24)) <= 0) {
            assertThat(RetryPolicy.builder().maxDuration(maxDuration).build().maxDuration())
                    .isEqualTo(maxDuration);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().maxDuration(maxDuration))
                    .withMessageStartingWith("maxDuration = " + maxDuration + " makes no sense. ");
        }
    }

    @Property
    void aLongestDelayBelowTheFirstIsRefusedWhenThePolicyIsBuilt(
            @ForAll("upToADay") Duration delay, @ForAll("anyDuration") Duration maxDelay) {
        RetryPolicy.Builder builder = RetryPolicy.builder().delay(delay).maxDelay(maxDelay);

        if (maxDelay.compareTo(delay) < 0) {
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageStartingWith("maxDelay = " + maxDelay + " makes no sense. ")
                    .withMessageContaining("(" + delay + ")");
        } else {
            assertThat(builder.build().maxDelay()).isEqualTo(maxDelay);
        }
    }

    @Property
    void whatIsDeclarableCanBeDeclaredAndTheFirstOtherKindIsNamed(@ForAll @Size(max = 5) List<ConflictKind> kinds) {
        ConflictKind[] also = kinds.toArray(ConflictKind[]::new);
        List<ConflictKind> refused =
                kinds.stream().filter(kind -> !DECLARABLE.contains(kind)).toList();

        if (refused.isEmpty()) {
            RetryPolicy policy = RetryPolicy.builder().also(also).build();
            for (ConflictKind kind : ConflictKind.values()) {
                assertThat(policy.isAlso(kind)).isEqualTo(kinds.contains(kind));
            }
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RetryPolicy.builder().also(also))
                    .withMessageStartingWith("also = " + refused.get(0) + " makes no sense. ");
        }
    }

    @Property
    void whatIsNoNumberIsRefusedWithItsNameAndValue(@ForAll("numbers") String name, @ForAll("noNumber") String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().set(name, value))
                .withMessageStartingWith(name + " = " + value + " makes no sense. Set a ");
    }

    @Property
    void whatIsNoSettingIsRefusedWithItsNameAndAllThereAre(@ForAll("noSetting") String name, @ForAll String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().set(name, value))
                .withMessageStartingWith("\"" + name + "\" is no setting of a retry policy. ")
                .satisfies(refused -> assertThat(refused.getMessage()).contains(SETTINGS));
    }

    @Property
    void aTypeIsFoundHoweverDeepItIsUpToTheDeepestCause(@ForAll @IntRange(max = 300) int depth) {
        RetryPolicy policy = RetryPolicy.builder()
                .retryOn(List.of(IOException.class))
                .abortOn(List.of(InterruptedException.class))
                .build();

        assertThat(policy.isRetriedOn(wrapped(new IOException(), depth))).isEqualTo(depth < 100);
        assertThat(policy.isAbortedOn(wrapped(new IOException(), depth))).isFalse();
    }

    @Property
    void aCycleOfCausesEnds(@ForAll @IntRange(min = 1, max = 150) int length) {
        Exception last = new Exception("last");
        Exception first = wrapped(last, length);
        last.initCause(first);
        RetryPolicy policy =
                RetryPolicy.builder().abortOn(List.of(IOException.class)).build();

        assertThat(policy.isAbortedOn(first)).isFalse();
    }

    private static Exception wrapped(Exception root, int depth) {
        Exception failure = root;
        for (int i = 0; i < depth; i++) {
            failure = new IllegalStateException(failure);
        }
        return failure;
    }

    @Provide
    Arbitrary<Duration> upToADay() {
        return Arbitraries.longs().between(0, 86_399_000).map(Duration::ofMillis);
    }

    @Provide
    Arbitrary<Duration> anyDuration() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Duration::ofNanos),
                Arbitraries.longs().map(Duration::ofSeconds),
                Arbitraries.longs().between(-90_000, 90_000).map(Duration::ofSeconds),
                Arbitraries.of(
                        Duration.ZERO,
                        Duration.ofNanos(1),
                        Duration.ofDays(1),
                        Duration.ofDays(1).plusNanos(1)));
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-2, 3),
                Arbitraries.doubles().between(-Double.MAX_VALUE, Double.MAX_VALUE),
                Arbitraries.of(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Math.nextDown(1.0),
                        Math.nextUp(1.0),
                        -Double.MIN_VALUE,
                        -0.0));
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of("maxRetries", "multiplier", "jitter");
    }

    /** Without the digits of other scripts, which Java reads as well. */
    @Provide
    Arbitrary<String> noNumber() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(10),
                        Arbitraries.strings().withChars("0123456789.,-+eExd ").ofMaxLength(6))
                .filter(text -> text.codePoints().allMatch(letter -> letter < 128 || !Character.isDigit(letter)))
                .filter(RetryPolicyPropertiesTest::isNoNumber);
    }

    private static boolean isNoNumber(String text) {
        try {
            Double.parseDouble(text);
            return false;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    @Provide
    Arbitrary<String> noSetting() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(12),
                        Arbitraries.of("maxretries", "delay ", "retryOn", "unit"))
                .filter(name -> !SETTINGS.contains(name));
    }
}
