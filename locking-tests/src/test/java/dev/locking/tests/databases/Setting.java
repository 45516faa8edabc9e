package dev.locking.tests.databases;

import java.util.Locale;

/**
 * What can be chosen for a run of the tests: a system property, or else the environment variable of the same name in
 * capitals, as in {@code locking.test.docker} and {@code LOCKING_TEST_DOCKER}.
 */
public final class Setting {

    private Setting() {}

    public static String valueOf(String property, String otherwise) {
        String variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
        String fromEnvironment = System.getenv(variable);
        return System.getProperty(property, fromEnvironment == null ? otherwise : fromEnvironment);
    }

    public static boolean isTrue(String property) {
        return Boolean.parseBoolean(valueOf(property, "false"));
    }
}
