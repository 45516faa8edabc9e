package dev.locking.retry;

import dev.locking.spi.ResultCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds who can store results of a type: this library if it can, else what the application has put on the class path. */
final class ResultCodecs {

    private static final List<ResultCodec> FROM_THE_CLASS_PATH = Discovery.load(ResultCodec.class);

    private ResultCodecs() {}

    /**
     * Null for a method that returns nothing.
     *
     * @throws IllegalStateException if nobody can; the message says what would be right
     */
    static @Nullable ResultCodec of(Class<?> type, String operation) {
        if (type == void.class || type == Void.class) {
            return null;
        }
        if (ScalarCodec.INSTANCE.supports(type)) {
            return ScalarCodec.INSTANCE;
        }
        return FROM_THE_CLASS_PATH.stream()
                .filter(codec -> codec.supports(type))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(operation + " has an idempotency key and returns "
                        + type.getName()
                        + ", which cannot be stored to answer a second call with the same key. Return void,"
                        + " a primitive, String, an enum, BigDecimal, BigInteger, UUID or a java.time type, or put a "
                        + ResultCodec.class.getName() + " for it on the class path."));
    }
}
