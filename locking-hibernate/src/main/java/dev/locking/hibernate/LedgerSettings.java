package dev.locking.hibernate;

import dev.locking.spi.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the ledger, read from those of the {@code SessionFactory} first, then from the system properties.
 *
 * @param table {@value #TABLE}: the table's name, perhaps with a schema in front; {@value #DEFAULT_TABLE} by default
 * @param keep {@value #KEEP}: how long a row is kept at least; {@value #DEFAULT_KEEP} by default
 * @param create {@value #CREATE}: whether the table is created if it is not there; not by default
 */
record LedgerSettings(String table, Duration keep, boolean create) {

    static final String TABLE = "locking.ledger.table";
    static final String KEEP = "locking.ledger.keep";
    static final String CREATE = "locking.ledger.create";

    static final String DEFAULT_TABLE = "locking_ledger";
    static final String DEFAULT_KEEP = "7d";

    /** A retry of a client, or a commit that is on its way, may come that much later. */
    private static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** @throws IllegalStateException if a setting makes no sense */
    static LedgerSettings of(Map<String, Object> settings) {
        return new LedgerSettings(
                table(text(settings, TABLE)), keep(text(settings, KEEP)), create(text(settings, CREATE)));
    }

    private static @Nullable String text(Map<String, Object> settings, String name) {
        Object setting = settings.get(name);
        return setting == null ? System.getProperty(name) : setting.toString();
    }

    private static String table(@Nullable String name) {
        if (name == null) {
            return DEFAULT_TABLE;
        }
        if (!NAME.matcher(name).matches()) {
            throw refusal(TABLE, name, "letters, digits and underscores, perhaps with a schema and a dot in front");
        }
        return name;
    }

    private static Duration keep(@Nullable String text) {
        Duration keep;
        try {
            keep = DurationText.parse(KEEP, text == null ? DEFAULT_KEEP : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        if (keep.compareTo(SHORTEST_KEEP) < 0) {
            throw refusal(KEEP, String.valueOf(text), "a duration of at least 1h (default " + DEFAULT_KEEP + ")");
        }
        return keep;
    }

    private static boolean create(@Nullable String text) {
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (!text.equalsIgnoreCase("true")) {
            throw refusal(CREATE, text, "true or false (default false)");
        }
        return true;
    }

    private static IllegalStateException refusal(String name, String value, String right) {
        return new IllegalStateException(name + " = " + value + " makes no sense. Set " + right + ".");
    }
}
