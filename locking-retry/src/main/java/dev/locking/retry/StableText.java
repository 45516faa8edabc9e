package dev.locking.retry;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as text that is equal for equal values, in every process and locale, and different for different ones: each part
 * carries its type and its length, so that {@code ("a", "bc")} differs from {@code ("ab", "c")} and {@code 1} from
 * {@code "1"}. Of a type its simple name counts, so that moving it changes nothing. Meant for hashes, never parsed.
 */
final class StableText {

    /** Deeper than any value that an application would write by hand; ends the walk through one that contains itself. */
    private static final int DEEPEST = 50;

    private static final int LONGEST = 200;

    private static final Set<Class<?>> SAID_BY_TO_STRING = Set.of(
            String.class,
            Character.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            UUID.class);

    private StableText() {}

    /**
     * The text of a value.
     *
     * @throws IllegalArgumentException if it, or a value in it, is of a type without a stable text; the message names it
     */
    static String of(@Nullable Object value) {
        return of(value, 0);
    }

    /** As {@link #of(Object)}, but never long: a text that would be is replaced by its hash. */
    static String shortOf(Object value) {
        String text = of(value);
        return text.length() <= LONGEST ? text : hashOf(value);
    }

    /** SHA-256 of the text, in 64 hexadecimal digits. */
    static String hashOf(@Nullable Object value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(of(value))));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Each char as it is: a charset would make the same of all halves of a surrogate pair that stand alone. */
    private static byte[] bytes(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    private static String of(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a value is nested more than " + DEEPEST + " deep");
        }
        if (value == null) {
            return part("null", "");
        }
        String scalar = scalar(value);
        return scalar != null ? part(tag(value), scalar) : composite(value, depth + 1);
    }

    private static @Nullable String scalar(Object value) {
        if (SAID_BY_TO_STRING.contains(value.getClass()) || isTime(value)) {
            return value.toString();
        }
        if (value instanceof BigDecimal number && number.getClass() == BigDecimal.class) {
            return number.stripTrailingZeros().toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        return null;
    }

    /** Those of {@code java.time} are final and print ISO 8601. */
    private static boolean isTime(Object value) {
        return value.getClass().getPackageName().equals("java.time");
    }

    private static String tag(Object value) {
        return value instanceof Enum<?> constant
                ? constant.getDeclaringClass().getSimpleName()
                : value.getClass().getSimpleName();
    }

    /** The tags of what has no class of its own are no names of classes, of which an application may have any. */
    private static String composite(Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            return group("?", optional.isPresent() ? List.of(of(optional.get(), depth)) : List.of());
        }
        if (value instanceof Map<?, ?> map) {
            return group("{=}", sorted(entries(map, depth)));
        }
        if (value instanceof Collection<?> values) {
            List<String> texts = all(values, depth);
            return value instanceof Set ? group("{}", sorted(texts)) : group("[]", texts);
        }
        if (value.getClass().isArray()) {
            return group("[]", all(elements(value), depth));
        }
        if (value instanceof Record components) {
            return group(value.getClass().getSimpleName(), all(components(components), depth));
        }
        throw new IllegalArgumentException("a value of type " + value.getClass().getName()
                + " has no stable text; there is one for primitives, String, enums, BigDecimal, BigInteger, UUID, java.time"
                + " types, and records, arrays, collections, maps and Optionals of these");
    }

    private static List<String> all(Collection<?> values, int depth) {
        List<String> texts = new ArrayList<>(values.size());
        values.forEach(value -> texts.add(of(value, depth)));
        return texts;
    }

    private static List<String> entries(Map<?, ?> map, int depth) {
        List<String> texts = new ArrayList<>(map.size());
        map.forEach((key, value) -> texts.add(of(key, depth) + of(value, depth)));
        return texts;
    }

    static List<@Nullable Object> elements(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static List<@Nullable Object> components(Record value) {
        List<@Nullable Object> components = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            components.add(component(value, component));
        }
        return components;
    }

    private static @Nullable Object component(Record value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the component " + component.getName() + " of "
                            + value.getClass().getName() + " cannot be read",
                    e);
        }
    }

    private static List<String> sorted(List<String> texts) {
        Collections.sort(texts);
        return texts;
    }

    private static String group(String tag, List<String> texts) {
        return part(tag + "#" + texts.size(), String.join("", texts));
    }

    private static String part(String tag, String text) {
        return tag + ":" + text.length() + ":" + text;
    }
}
