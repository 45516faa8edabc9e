package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What holds of every value, however nested. The values are few and small, and their strings look like texts, so that two
 * of them are often nearly the same.
 */
class StableTextPropertiesTest {

    private record Pair(Object left, Object right) {}

    private record Twin(Object left, Object right) {}

    private enum Colour {
        RED,
        GREEN
    }

    /** Something that is equal where the values are the same, by what the JDK calls equal. */
    private record Model(String kind, @Nullable Object content) {

        static Model of(@Nullable Object value) {
            if (value instanceof BigDecimal number) {
                return new Model("BigDecimal", number.stripTrailingZeros());
            }
            if (value instanceof byte[] bytes) {
                return new Model("bytes", new BigInteger(1, bytes) + " in " + bytes.length);
            }
            if (value instanceof Object[] elements) {
                return ordered("list", Arrays.asList(elements));
            }
            if (value instanceof List<?> elements) {
                return ordered("list", elements);
            }
            if (value instanceof Set<?> elements) {
                return new Model("set", counted(elements.stream().map(Model::of).toList()));
            }
            if (value instanceof Map<?, ?> map) {
                List<Model> entries = new ArrayList<>();
                map.forEach((key, mapped) -> entries.add(ordered("entry", Arrays.asList(key, mapped))));
                return new Model("map", counted(entries));
            }
            if (value instanceof Optional<?> optional) {
                return new Model("optional", optional.map(Model::of));
            }
            if (value instanceof Pair pair) {
                return ordered("Pair", List.of(pair.left, pair.right));
            }
            if (value instanceof Twin twin) {
                return ordered("Twin", List.of(twin.left, twin.right));
            }
            return new Model("scalar", value);
        }

        private static Model ordered(String kind, List<?> elements) {
            return new Model(kind, elements.stream().map(Model::of).toList());
        }

        /** Sets can hold what is equal here, such as 1 and 1.0. */
        private static Map<Model, Integer> counted(List<Model> elements) {
            Map<Model, Integer> counts = new HashMap<>();
            elements.forEach(element -> counts.merge(element, 1, Integer::sum));
            return counts;
        }
    }

    @Property
    void theTextsAreEqualWhereTheValuesAreAndOnlyThere(@ForAll("values") Object one, @ForAll("values") Object other) {
        assertThat(StableText.of(one).equals(StableText.of(other)))
                .isEqualTo(Model.of(one).equals(Model.of(other)));
    }

    @Property
    void smallerPartsOfEqualKindDifferTooWhereTheyDiffer(
            @ForAll("scalars") Object one, @ForAll("scalars") Object other, @ForAll("scalars") Object third) {
        assertThat(StableText.of(List.of(one, third)).equals(StableText.of(List.of(third, other))))
                .isEqualTo(Model.of(List.of(one, third)).equals(Model.of(List.of(third, other))));
    }

    @Property
    void theOrderOfSetsAndMapsIsIrrelevantAtEveryDepth(@ForAll("values") Object value) {
        assertThat(StableText.of(reordered(value))).isEqualTo(StableText.of(value));
    }

    @Property
    void theOrderOfListsMatters(@ForAll @Size(max = 4) List<@IntRange(max = 2) Integer> list) {
        List<Integer> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);

        assertThat(StableText.of(reversed).equals(StableText.of(list))).isEqualTo(reversed.equals(list));
    }

    @Property
    void whereAStringIsCutMatters(
            @ForAll("strings") String string,
            @ForAll @IntRange(max = 60) int one,
            @ForAll @IntRange(max = 60) int other) {
        int first = Math.min(one, string.length());
        int second = Math.min(other, string.length());

        assertThat(StableText.of(cut(string, first)).equals(StableText.of(cut(string, second))))
                .isEqualTo(first == second);
    }

    @Property
    void whereAListIsCutMatters(
            @ForAll("lists") List<Object> list,
            @ForAll @IntRange(max = 4) int one,
            @ForAll @IntRange(max = 4) int other) {
        int first = Math.min(one, list.size());
        int second = Math.min(other, list.size());

        assertThat(StableText.of(cut(list, first)).equals(StableText.of(cut(list, second))))
                .isEqualTo(first == second);
    }

    @Property
    void theShortTextIsNeverLongAndTellsValuesApartAllTheSame(
            @ForAll("longAndShort") Object one, @ForAll("longAndShort") Object other) {
        assertThat(StableText.shortOf(one)).hasSizeLessThanOrEqualTo(200);
        assertThat(StableText.shortOf(one).equals(StableText.shortOf(other)))
                .isEqualTo(Model.of(one).equals(Model.of(other)));
    }

    private static List<String> cut(String string, int at) {
        return List.of(string.substring(0, at), string.substring(at));
    }

    private static List<List<Object>> cut(List<Object> list, int at) {
        return List.of(list.subList(0, at), list.subList(at, list.size()));
    }

    /** An equal value, whose sets and maps are the other way round. */
    private static @Nullable Object reordered(@Nullable Object value) {
        if (value instanceof Object[] elements) {
            return reorderedAll(Arrays.asList(elements)).toArray();
        }
        if (value instanceof List<?> elements) {
            return reorderedAll(elements);
        }
        if (value instanceof Set<?> elements) {
            List<@Nullable Object> reversed = reorderedAll(elements.stream().toList());
            Collections.reverse(reversed);
            return new LinkedHashSet<>(reversed);
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> keys = new ArrayList<>(map.keySet());
            Collections.reverse(keys);
            Map<Object, @Nullable Object> reversed = new LinkedHashMap<>();
            keys.forEach(key -> reversed.put(key, reordered(map.get(key))));
            return reversed;
        }
        if (value instanceof Pair pair) {
            return new Pair(reorderedPart(pair.left), reorderedPart(pair.right));
        }
        return value instanceof Optional<?> optional ? optional.map(StableTextPropertiesTest::reorderedPart) : value;
    }

    private static Object reorderedPart(Object value) {
        Object reordered = reordered(value);
        return reordered == null ? value : reordered;
    }

    private static List<@Nullable Object> reorderedAll(List<?> elements) {
        List<@Nullable Object> reordered = new ArrayList<>();
        elements.forEach(element -> reordered.add(reordered(element)));
        return reordered;
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.recursive(this::scalars, StableTextPropertiesTest::composites, 0, 3);
    }

    @Provide
    Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(
                strings().asGeneric(),
                Arbitraries.integers().between(0, 11).asGeneric(),
                Arbitraries.longs().between(0, 11).asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of('a', '1', ':').asGeneric(),
                Arbitraries.of(0.0, -0.0, 1.0, Double.NaN).asGeneric(),
                Arbitraries.bigIntegers()
                        .between(BigInteger.ZERO, BigInteger.TEN)
                        .asGeneric(),
                decimals().asGeneric(),
                Arbitraries.of(Colour.class).asGeneric(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(2).asGeneric());
    }

    private static Arbitrary<BigDecimal> decimals() {
        return Combinators.combine(
                        Arbitraries.integers().between(-1, 100),
                        Arbitraries.integers().between(-1, 2))
                .as((unscaled, scale) -> new BigDecimal(BigInteger.valueOf(unscaled), scale));
    }

    @Provide
    Arbitrary<String> strings() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("a1:#").ofMaxLength(3),
                Arbitraries.of(
                        "null",
                        "RED",
                        "String:1:a",
                        "a" + StableText.of("a"),
                        StableText.of(List.of("a")),
                        StableText.of(List.of("a", "a")),
                        StableText.of(Set.of("a")),
                        StableText.of(Map.of("a", 1))));
    }

    @Provide
    Arbitrary<List<Object>> lists() {
        return scalars().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Object> longAndShort() {
        return Arbitraries.oneOf(
                values(),
                Arbitraries.strings()
                        .withChars("ab")
                        .ofMinLength(180)
                        .ofMaxLength(220)
                        .asGeneric(),
                Arbitraries.integers().between(180, 200).map("a"::repeat).asGeneric());
    }

    private static Arbitrary<Object> composites(Arbitrary<Object> parts) {
        return Arbitraries.oneOf(
                parts.injectNull(0.1).list().ofMaxSize(3).asGeneric(),
                parts.injectNull(0.1).array(Object[].class).ofMaxSize(3).asGeneric(),
                parts.injectNull(0.1).set().ofMaxSize(3).asGeneric(),
                Arbitraries.maps(parts, parts.injectNull(0.1)).ofMaxSize(3).asGeneric(),
                parts.optional().asGeneric(),
                Combinators.combine(parts, parts).as(Pair::new).asGeneric(),
                Combinators.combine(parts, parts).as(Twin::new).asGeneric());
    }
}
