package dev.locking.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a property of the lab leaves of all that there is: what it names, with commas. */
final class Selection {

    private Selection() {}

    /**
     * What is named, in the order in which it is known.
     *
     * @param property what names it, without {@code lab.}
     * @param known by its texts
     * @param byDefault where nothing is named
     * @throws IllegalArgumentException if a name is none of the known ones
     */
    static <T> List<T> named(String property, List<T> known, List<T> byDefault) {
        List<String> names = Arrays.stream(Plan.property(property, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        names.forEach(name -> require(property, name, known));
        return names.isEmpty()
                ? byDefault
                : known.stream().filter(one -> names.contains(one.toString())).toList();
    }

    private static void require(String property, String name, List<?> known) {
        if (known.stream().noneMatch(one -> one.toString().equals(name))) {
            throw new IllegalArgumentException(
                    "lab." + property + " = " + name + " names nothing that can be measured. Set "
                            + known.stream().map(Object::toString).collect(Collectors.joining(", "))
                            + ", or some of them with commas.");
        }
    }
}
