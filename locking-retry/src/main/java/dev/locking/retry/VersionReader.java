package dev.locking.retry;

import dev.locking.spi.Body;
import dev.locking.spi.TransactionBoundary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads from the arguments of a call which version of which row its caller expects.
 *
 * @param method the method's name, for messages
 * @param version the index of the parameter that is the version
 * @param id that of the row's identifier, or an instance
 * @param entity the row's class
 */
record VersionReader(String method, int version, int id, Class<?> entity) {

    /**
     * Reads texts such as {@code 2:0:com.shop.Product}, with a comma between them.
     *
     * @param types finds the classes by their names
     */
    static List<VersionReader> allOf(String method, String texts, Function<String, Class<?>> types) {
        List<VersionReader> readers = new ArrayList<>();
        for (String text : texts.split(",", -1)) {
            if (!text.isEmpty()) {
                String[] parts = text.split(":", -1);
                readers.add(new VersionReader(
                        method, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), types.apply(parts[2])));
            }
        }
        return List.copyOf(readers);
    }

    /** The body, after the check of what its caller expects. */
    static Body checked(List<VersionReader> readers, List<?> arguments, TransactionBoundary boundary, Body body) {
        if (readers.isEmpty()) {
            return body;
        }
        return () -> {
            readers.forEach(reader -> reader.require(arguments, boundary));
            return body.run();
        };
    }

    private void require(List<?> arguments, TransactionBoundary boundary) {
        Object expected = arguments.get(version);
        Object idOrInstance = arguments.get(id);
        if (expected == null || idOrInstance == null) {
            throw new IllegalArgumentException(method + ": the "
                    + (expected == null ? "@ExpectedVersion" : "identifier of the expected " + entity.getSimpleName())
                    + " is null. Pass the one that the caller has seen; a call without one needs a method without the"
                    + " annotation.");
        }
        boundary.requireVersion(entity, idOrInstance, expected);
    }
}
