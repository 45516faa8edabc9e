package dev.locking.retry.runtime;

import dev.locking.Operation;
import dev.locking.retry.IdempotentCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A woven method with an idempotency key.
 *
 * @param operation its name and policy
 * @param key the index of the parameter that is the key, without the receiver
 * @param isStatic whether there is no receiver in front of the arguments
 * @param resultType what the method is declared to return
 */
record KeyedOperation(Operation operation, int key, boolean isStatic, Class<?> resultType) {

    /** @param arguments of the call site: the receiver, if there is one, and those of the method */
    IdempotentCall call(@Nullable Object[] arguments) {
        List<@Nullable Object> others = new ArrayList<>(Arrays.asList(arguments));
        if (!isStatic) {
            others.remove(0);
        }
        Object keyValue = others.remove(key);
        return new IdempotentCall(keyValue, others, resultType);
    }
}
