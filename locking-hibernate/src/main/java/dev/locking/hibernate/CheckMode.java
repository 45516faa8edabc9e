package dev.locking.hibernate;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens with the findings of the check at start-up: the setting {@value #SETTING}. */
enum CheckMode {
    /** They are logged; the default. */
    WARN,

    /** Those that would be logged at WARN are an error, and the {@code SessionFactory} is not built. */
    STRICT,

    /** Nothing is looked at. */
    OFF;

    /** Read from the settings of the {@code SessionFactory} first, then from what is configured for the library. */
    static final String SETTING = "locking.check";

    /** @throws IllegalStateException if the setting has no such value */
    static CheckMode of(Map<String, Object> settings) {
        return named(new SettingReader(settings).text(SETTING));
    }

    private static CheckMode named(@Nullable String value) {
        if (value == null) {
            return WARN;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "warn" -> WARN;
            case "strict" -> STRICT;
            case "off" -> OFF;
            default ->
                throw new IllegalStateException(
                        SETTING + " = " + value + " makes no sense. Set warn (log what is found;"
                                + " the default), strict (build no SessionFactory if anything is found) or off.");
        };
    }
}
