package dev.locking.retry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells one call of an operation from another.
 *
 * @param key the value of the {@link dev.locking.IdempotencyKey}
 * @param arguments the other arguments
 * @param resultType what the operation is declared to return; {@code void.class} for nothing
 */
public record IdempotentCall(@Nullable Object key, List<? extends @Nullable Object> arguments, Class<?> resultType) {}
