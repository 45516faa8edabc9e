package dev.locking.hibernate;

import dev.locking.spi.DurationText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the ledger, read from those of the {@code SessionFactory} first, then from what is configured for the library.
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

    /** @throws IllegalStateException if a setting makes no sense */
    static LedgerSettings of(Map<String, Object> settings) {
        SettingReader reader = new SettingReader(settings);
        return new LedgerSettings(reader.table(TABLE, DEFAULT_TABLE), keep(reader.text(KEEP)), reader.isTrue(CREATE));
    }

    private static Duration keep(@Nullable String text) {
        Duration keep;
        try {
            keep = DurationText.parse(KEEP, text == null ? DEFAULT_KEEP : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        if (keep.compareTo(SHORTEST_KEEP) < 0) {
            throw SettingReader.refusal(
                    KEEP, String.valueOf(text), "a duration of at least 1h (default " + DEFAULT_KEEP + ")");
        }
        return keep;
    }
}
