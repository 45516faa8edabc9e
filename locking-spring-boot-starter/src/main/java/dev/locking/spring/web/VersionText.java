package dev.locking.spring.web;

import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** A version as the text inside of an entity tag, and back. One version has one text. */
final class VersionText {

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            Long.class, Long::valueOf,
            Integer.class, Integer::valueOf,
            Short.class, Short::valueOf,
            Instant.class, Instant::parse,
            LocalDateTime.class, LocalDateTime::parse,
            Timestamp.class, text -> Timestamp.valueOf(LocalDateTime.parse(text)),
            String.class, text -> text);

    private VersionText() {}

    static boolean isFor(Class<?> type) {
        return PARSERS.containsKey(ClassUtils.resolvePrimitiveIfNecessary(type));
    }

    /** @throws IllegalArgumentException if the object is of no type that a version can have */
    static String of(Object version) {
        if (!isFor(version.getClass())) {
            throw new IllegalArgumentException(
                    version.getClass().getName() + " is no type of a version. It can be an integer, a time or a text.");
        }
        return version instanceof Timestamp timestamp
                ? timestamp.toLocalDateTime().toString()
                : version.toString();
    }

    /** Returns null if no version of the type has that text. */
    static @Nullable Object parse(String text, Class<?> type) {
        Function<String, Object> parser = PARSERS.get(ClassUtils.resolvePrimitiveIfNecessary(type));
        if (parser == null) {
            throw new IllegalArgumentException(type.getName() + " is no type of a version");
        }
        try {
            Object version = parser.apply(text);
            return of(version).equals(text) ? version : null;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
