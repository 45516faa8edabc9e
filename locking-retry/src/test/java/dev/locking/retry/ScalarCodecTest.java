package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarCodecTest {

    static List<Arguments> results() {
        return List.of(
                Arguments.of("", String.class),
                Arguments.of("two\nlines", String.class),
                Arguments.of('c', char.class),
                Arguments.of(true, boolean.class),
                Arguments.of((byte) -1, byte.class),
                Arguments.of((short) 2, Short.class),
                Arguments.of(Integer.MIN_VALUE, int.class),
                Arguments.of(Long.MAX_VALUE, Long.class),
                Arguments.of(0.1f, float.class),
                Arguments.of(Double.NaN, double.class),
                Arguments.of(new BigDecimal("1.50"), BigDecimal.class),
                Arguments.of(BigInteger.TEN, BigInteger.class),
                Arguments.of(UUID.fromString("0-0-0-0-1"), UUID.class),
                Arguments.of(TimeUnit.DAYS, TimeUnit.class),
                Arguments.of(Instant.EPOCH.plusNanos(1), Instant.class),
                Arguments.of(LocalDate.EPOCH, LocalDate.class),
                Arguments.of(LocalTime.NOON, LocalTime.class),
                Arguments.of(LocalDateTime.MAX, LocalDateTime.class),
                Arguments.of(OffsetDateTime.MIN, OffsetDateTime.class),
                Arguments.of(ZonedDateTime.of(LocalDateTime.MIN.withYear(2), ZoneId.of("UTC")), ZonedDateTime.class),
                Arguments.of(Duration.ofNanos(-1), Duration.class));
    }

    @ParameterizedTest
    @MethodSource("results")
    void readsWhatItWrote(Object result, Class<?> type) {
        assertThat(ScalarCodec.INSTANCE.supports(type)).isTrue();
        assertThat(ScalarCodec.INSTANCE.read(ScalarCodec.INSTANCE.write(result), type))
                .isEqualTo(result);
    }

    private enum Named {
        FIRST;

        @Override
        public String toString() {
            return "the first";
        }
    }

    @Test
    void anEnumIsStoredByTheNameThatItsConstantHas() {
        assertThat(ScalarCodec.INSTANCE.write(Named.FIRST)).isEqualTo("FIRST");
    }

    @Test
    void supportsNothingElse() {
        assertThat(List.of(Object.class, List.class, Number.class, int[].class))
                .noneMatch(ScalarCodec.INSTANCE::supports);
    }

    @Test
    void saysThatAConstantIsGone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ScalarCodec.INSTANCE.read("WEEKS", TimeUnit.class))
                .withMessageContaining("java.util.concurrent.TimeUnit");
    }
}
