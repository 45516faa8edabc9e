package dev.locking.hibernate;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the locks that hold across JVMs, read from those of the {@code SessionFactory} first, then from what is
 * configured for the library.
 *
 * @param connections {@value #CONNECTIONS}: how many connections may wait for locks; {@value #DEFAULT_CONNECTIONS} by default
 * @param table {@value #TABLE}: the name of the table of lock rows, perhaps with a schema in front; {@value #DEFAULT_TABLE}
 *     by default
 * @param create {@value #CREATE}: whether the table is created if it is not there; not by default
 */
record GroupSettings(int connections, String table, boolean create) {

    static final String CONNECTIONS = "locking.group.connections";
    static final String TABLE = "locking.group.table";
    static final String CREATE = "locking.group.create";

    static final int DEFAULT_CONNECTIONS = 4;
    static final String DEFAULT_TABLE = "locking_group";

    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,3}");

    /** @throws IllegalStateException if a setting makes no sense */
    static GroupSettings of(Map<String, Object> settings) {
        SettingReader reader = new SettingReader(settings);
        return new GroupSettings(
                connections(reader.text(CONNECTIONS)), reader.table(TABLE, DEFAULT_TABLE), reader.isTrue(CREATE));
    }

    private static int connections(@Nullable String text) {
        if (text == null) {
            return DEFAULT_CONNECTIONS;
        }
        if (!COUNT.matcher(text).matches()) {
            throw SettingReader.refusal(
                    CONNECTIONS, text, "a number from 1 to 9999 (default " + DEFAULT_CONNECTIONS + ")");
        }
        return Integer.parseInt(text);
    }
}
