package dev.locking.hibernate;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which SQLStates a row of failure-codes.csv takes: exactly one ({@code 40001}), all that begin alike ({@code 08xxx}),
 * any at all ({@code *}, missing ones too), or a missing one only ({@code null}).
 */
record StatePattern(String text) {

    private static final String ANY = "*";
    private static final String MISSING = "null";
    private static final Pattern FIVE_CHARACTERS = Pattern.compile("(?=.{5}$)[0-9A-Z]+x*");

    /** @throws IllegalArgumentException if the text is no such pattern */
    StatePattern {
        if (!text.equals(ANY)
                && !text.equals(MISSING)
                && !FIVE_CHARACTERS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no SQLState; right would be 40001, 08xxx, * or null");
        }
    }

    boolean matches(@Nullable String state) {
        return switch (text) {
            case ANY -> true;
            case MISSING -> state == null;
            default -> state != null && state.startsWith(literal());
        };
    }

    /** How many characters of an SQLState it fixes: 0 for any, 5 for exactly one. */
    int specificity() {
        return switch (text) {
            case ANY -> 0;
            case MISSING -> 5;
            default -> literal().length();
        };
    }

    private String literal() {
        int wildcard = text.indexOf('x');
        return wildcard < 0 ? text : text.substring(0, wildcard);
    }
}
