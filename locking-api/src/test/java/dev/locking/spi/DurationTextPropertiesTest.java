package dev.locking.spi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class DurationTextPropertiesTest {

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    @Property
    void aNumberWithAUnitIsThatManyOfIt(
            @ForAll @IntRange(min = -999_999_999, max = 999_999_999) int number,
            @ForAll("units") String unit,
            @ForAll("spaces") String before,
            @ForAll("spaces") String between,
            @ForAll("spaces") String after) {
        Duration parsed = DurationText.parse("delay", before + number + between + unit + after);

        assertThat(parsed).isEqualTo(Duration.of(number, requireNonNull(UNITS.get(unit))));
    }

    @Property
    void whatADurationSaysOfItselfIsReadBackAsTheSame(
            @ForAll("durations") Duration duration, @ForAll("spaces") String around) {
        assertThat(DurationText.parse("delay", around + duration + around)).isEqualTo(duration);
    }

    @Property
    void whatIsNoDurationIsRefusedWithTheNameAndTheText(@ForAll("names") String name, @ForAll("nonsense") String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(name, text))
                .withMessageStartingWith(name + " = \"" + text + "\" makes no sense. ")
                .withMessageContaining("such as 5ms");
    }

    @Property
    void aNumberWithoutAUnitIsRefused(@ForAll @NumericChars @StringLength(min = 1, max = 20) String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse("maxDelay", number))
                .withMessageStartingWith("maxDelay = \"" + number + "\" makes no sense. ");
    }

    @Provide
    Arbitrary<String> units() {
        return Arbitraries.of(UNITS.keySet());
    }

    @Provide
    Arbitrary<String> spaces() {
        return Arbitraries.of("", " ", "\t", "  ");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("delay", "maxDelay", "maxDuration");
    }

    @Provide
    Arbitrary<Duration> durations() {
        return Arbitraries.longs()
                .flatMap(seconds -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nanos -> Duration.ofSeconds(seconds, nanos)));
    }

    /** Anything at all, and what is nearly a duration. */
    @Provide
    Arbitrary<String> nonsense() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<String> nearly = Arbitraries.strings()
                .withChars("0123456789.-+PTDHMSnums ")
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.oneOf(any, nearly).filter(text -> !isDuration(text.strip()));
    }

    private static boolean isDuration(String text) {
        if (text.matches("-?[0-9]{1,9}[ \t\n\f\r\\x0B]*([num]?s|[mhd])")) {
            return true;
        }
        try {
            Duration.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
