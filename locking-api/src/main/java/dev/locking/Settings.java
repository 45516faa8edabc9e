package dev.locking;

import java.util.Arrays;

/** Settings as texts. */
final class Settings {

    private Settings() {}

    static <E extends Enum<E>> E constant(String name, String value, E[] constants) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(value.replace('-', '_'))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                name + " = " + value + " makes no sense. Set one of " + Arrays.toString(constants) + ".");
    }

    static int wholeNumber(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " = " + value + " makes no sense. Set a whole number.", e);
        }
    }

    static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " = " + value + " makes no sense. Set a number.", e);
        }
    }
}
