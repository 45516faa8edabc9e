package dev.locking.retry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key of an exclusive group from the arguments of a call.
 *
 * @param parameter its index, without the receiver
 * @param property reads the parameter's property, or null if the parameter itself is the key
 */
record KeyReader(int parameter, @Nullable MethodHandle property) {

    /** @param key as in {@code 2} or {@code 2.id} */
    static KeyReader of(String key, MethodType parameters, MethodHandles.Lookup caller) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return new KeyReader(Integer.parseInt(key), null);
        }
        int parameter = Integer.parseInt(key.substring(0, dot));
        return new KeyReader(parameter, property(parameters.parameterType(parameter), key.substring(dot + 1), caller));
    }

    private static MethodHandle property(Class<?> type, String name, MethodHandles.Lookup caller) {
        String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (String accessor : List.of(name, "get" + capitalized, "is" + capitalized)) {
            MethodHandle found = accessor(type, accessor, caller);
            if (found != null) {
                return found.asType(MethodType.methodType(Object.class, Object.class));
            }
        }
        throw new IllegalStateException("@GroupKey(\"" + name + "\"): " + type.getName() + " has no " + name + "(), get"
                + capitalized + "() or is" + capitalized + "() that "
                + caller.lookupClass().getName() + " can call");
    }

    private static @Nullable MethodHandle accessor(Class<?> type, String name, MethodHandles.Lookup caller) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            Method method = Arrays.stream(declaring.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(name) && candidate.getParameterCount() == 0)
                    .filter(candidate -> candidate.getReturnType() != void.class)
                    .findFirst()
                    .orElse(null);
            if (method != null) {
                return unreflected(method, caller);
            }
        }
        return Arrays.stream(type.getInterfaces())
                .map(inherited -> accessor(inherited, name, caller))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable MethodHandle unreflected(Method method, MethodHandles.Lookup caller) {
        try {
            return caller.unreflect(method);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    @Nullable
    Object read(List<?> arguments) throws Throwable {
        Object argument = arguments.get(parameter);
        return property == null || argument == null ? argument : property.invoke(argument);
    }
}
