package dev.locking.retry.runtime;

import dev.locking.Operation;
import dev.locking.retry.IdempotentCall;
import dev.locking.retry.RetryEngine;
import dev.locking.spi.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A woven method whose arguments the engine has to see.
 *
 * @param operation its name, policy and group
 * @param retried false if it is only in a group
 * @param idempotencyKey the index of the parameter that is the key, without the receiver, or -1
 * @param groupKeys read the keys of the group
 * @param isStatic whether there is no receiver in front of the arguments
 * @param resultType what the method is declared to return
 */
record KeyedOperation(
        Operation operation,
        boolean retried,
        int idempotencyKey,
        List<KeyReader> groupKeys,
        boolean isStatic,
        Class<?> resultType) {

    /** @param callSite its arguments: the receiver, if there is one, and those of the method */
    @Nullable
    Object execute(RetryEngine engine, @Nullable Object[] callSite, Body body) throws Throwable {
        List<@Nullable Object> all = Arrays.asList(callSite);
        List<@Nullable Object> arguments = isStatic ? all : all.subList(1, all.size());
        List<@Nullable Object> keys = keysOfGroup(arguments);
        return retried
                ? engine.execute(operation, body, idempotencyKey < 0 ? null : once(arguments), keys)
                : engine.executeInGroup(operation, keys, body);
    }

    private IdempotentCall once(List<@Nullable Object> arguments) {
        List<@Nullable Object> others = new ArrayList<>(arguments);
        Object key = others.remove(idempotencyKey);
        return new IdempotentCall(key, others, resultType);
    }

    private List<@Nullable Object> keysOfGroup(List<@Nullable Object> arguments) throws Throwable {
        List<@Nullable Object> keys = new ArrayList<>(groupKeys.size());
        for (KeyReader reader : groupKeys) {
            keys.add(reader.read(arguments));
        }
        return keys;
    }
}
