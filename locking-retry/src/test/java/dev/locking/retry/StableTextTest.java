package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locking.retry.weaving.samples.PrivateKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StableTextTest {

    private record Money(BigDecimal amount, String currency) {}

    private record Other(BigDecimal amount, String currency) {}

    private enum Colour {
        RED,
        GREEN {}
    }

    static List<List<Object>> differentValues() {
        return List.of(
                List.of("1", 1),
                List.of(1, 1L),
                List.of(true, "true"),
                List.of(List.of("a", "bc"), List.of("ab", "c")),
                List.of(List.of("a"), "a"),
                List.of(List.of(List.of("a"), "b"), List.of(List.of("a", "b"))),
                List.of(List.of("a", "b"), List.of("b", "a")),
                List.of(Optional.empty(), Optional.of("")),
                List.of(Colour.RED, Colour.GREEN),
                List.of(Colour.RED, "RED"),
                List.of(new Money(BigDecimal.ONE, "EUR"), new Other(BigDecimal.ONE, "EUR")),
                List.of(new Money(BigDecimal.ONE, "EUR"), new Money(BigDecimal.ONE, "USD")),
                List.of(Map.of("a", "b"), Map.of("b", "a")),
                List.of(Set.of("a"), List.of("a")),
                List.of(new byte[] {1, 2}, new byte[] {2, 1}),
                List.of("null", Arrays.asList((Object) null)),
                List.of(LocalDate.EPOCH, "1970-01-01"));
    }

    @ParameterizedTest
    @MethodSource("differentValues")
    void differentValuesHaveDifferentTexts(List<Object> pair) {
        assertThat(StableText.of(pair.get(0))).isNotEqualTo(StableText.of(pair.get(1)));
    }

    static List<List<Object>> equalValues() {
        return List.of(
                List.of(new BigDecimal("1.50"), new BigDecimal("1.5")),
                List.of(new ArrayList<>(List.of(1, 2)), List.of(1, 2)),
                List.of(new int[] {1, 2}, List.of(1, 2)),
                List.of(new LinkedHashSet<>(List.of("a", "b")), new LinkedHashSet<>(List.of("b", "a"))),
                List.of(ordered("a", "b"), ordered("b", "a")),
                List.of(new Money(BigDecimal.ONE, "EUR"), new Money(new BigDecimal("1.0"), "EUR")),
                List.of(UUID.fromString("0-0-0-0-1"), UUID.fromString("00000000-0000-0000-0000-000000000001")),
                List.of(Instant.EPOCH, Instant.ofEpochMilli(0)));
    }

    private static Map<String, Integer> ordered(String first, String second) {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put(first, first.length());
        map.put(second, second.length());
        return map;
    }

    @ParameterizedTest
    @MethodSource("equalValues")
    void equalValuesHaveEqualTexts(List<Object> pair) {
        assertThat(StableText.of(pair.get(0))).isEqualTo(StableText.of(pair.get(1)));
    }

    @Test
    void aRecordThatIsPrivateElsewhereIsReadToo() {
        assertThat(StableText.of(PrivateKeys.of("a"))).isEqualTo("Hidden#1:10:String:1:a");
    }

    @Test
    void refusesASubclassWhoseTextNobodyKnows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StableText.of(new BigDecimal("1") {
                    private static final long serialVersionUID = 1L;
                }))
                .withMessageContaining("has no stable text");
    }

    @Test
    void whatIsFiftyDeepIsNotTooDeep() {
        assertThat(StableText.of(nested(50))).startsWith("[]#1:");
        assertThatIllegalArgumentException().isThrownBy(() -> StableText.of(nested(51)));
    }

    private static Object nested(int deep) {
        Object value = "a";
        for (int i = 0; i < deep; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void aTextOfTwoHundredIsShortAndALongerOneIsReplacedByItsHash() {
        String shortest = "a".repeat(200 - "String:189:".length());

        assertThat(StableText.shortOf(shortest)).hasSize(200).isEqualTo(StableText.of(shortest));
        assertThat(StableText.shortOf(shortest + "a")).isEqualTo(StableText.hashOf(shortest + "a"));
    }

    /** The ledger outlives the process that wrote it. */
    @Test
    void staysWhatItIs() {
        assertThat(StableText.of(List.of("a", 1, new Money(new BigDecimal("2.50"), "EUR"))))
                .isEqualTo("[]#3:60:String:1:aInteger:1:1" + "Money#2:28:BigDecimal:3:2.5String:3:EUR");
        assertThat(StableText.of(null)).isEqualTo("null:0:");
        assertThat(StableText.of(Colour.GREEN)).isEqualTo("Colour:5:GREEN");
        assertThat(StableText.of(new byte[] {1, 2})).isEqualTo("byte[]:4:AQI=");
    }

    @Test
    void halvesOfASurrogatePairHaveDifferentHashes() {
        assertThat(StableText.hashOf("\uD800")).isNotEqualTo(StableText.hashOf("\uD801"));
    }

    @Test
    void refusesWhatHasNoStableTextAndNamesTheType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StableText.of(List.of(new StringBuilder("a"))))
                .withMessageContaining("java.lang.StringBuilder");
    }

    @Test
    void refusesAValueThatContainsItself() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StableText.of(endless))
                .withMessageContaining("nested more than");
    }
}
