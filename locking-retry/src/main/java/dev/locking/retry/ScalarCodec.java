package dev.locking.retry;

import static java.util.Map.entry;

import dev.locking.spi.ResultCodec;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Results that are one value. The text is what {@code toString} says, for an enum what {@code name} says. */
final class ScalarCodec implements ResultCodec {

    static final ScalarCodec INSTANCE = new ScalarCodec();

    private static final Map<Class<?>, Function<String, Object>> READERS = Map.ofEntries(
            entry(String.class, text -> text),
            entry(Character.class, text -> text.charAt(0)),
            entry(Boolean.class, Boolean::valueOf),
            entry(Byte.class, Byte::valueOf),
            entry(Short.class, Short::valueOf),
            entry(Integer.class, Integer::valueOf),
            entry(Long.class, Long::valueOf),
            entry(Float.class, Float::valueOf),
            entry(Double.class, Double::valueOf),
            entry(BigDecimal.class, BigDecimal::new),
            entry(BigInteger.class, BigInteger::new),
            entry(UUID.class, UUID::fromString),
            entry(Instant.class, Instant::parse),
            entry(LocalDate.class, LocalDate::parse),
            entry(LocalTime.class, LocalTime::parse),
            entry(LocalDateTime.class, LocalDateTime::parse),
            entry(OffsetDateTime.class, OffsetDateTime::parse),
            entry(ZonedDateTime.class, ZonedDateTime::parse),
            entry(Duration.class, Duration::parse));

    private ScalarCodec() {}

    @Override
    public boolean supports(Class<?> type) {
        return type.isEnum() || READERS.containsKey(boxed(type));
    }

    @Override
    public String write(Object result) {
        return result instanceof Enum<?> constant ? constant.name() : result.toString();
    }

    @Override
    public Object read(String text, Class<?> type) {
        return type.isEnum()
                ? constant(text, type)
                : Objects.requireNonNull(READERS.get(boxed(type)), type::getName)
                        .apply(text);
    }

    private static Object constant(String name, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException(
                "The ledger has a result that " + type.getName() + " has no constant for any more");
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
