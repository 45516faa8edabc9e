package dev.locking.hibernate;

import dev.locking.spi.ProcessSettings;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads settings from those of a {@code SessionFactory} first, then from what is configured for the library. */
record SettingReader(Map<String, Object> settings) {

    private static final Pattern TABLE_NAME =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,62}");

    @Nullable
    String text(String name) {
        Object setting = settings.get(name);
        return setting == null ? OfProcess.SETTINGS.text(name) : setting.toString();
    }

    /** Looked for when they are first needed. */
    private static final class OfProcess {

        static final ProcessSettings SETTINGS = ServiceLoader.load(
                        ProcessSettings.class, ProcessSettings.class.getClassLoader())
                .findFirst()
                .orElse(System::getProperty);
    }

    /** @throws IllegalStateException if it cannot be the name of a table */
    String table(String name, String otherwise) {
        String table = text(name);
        if (table == null) {
            return otherwise;
        }
        if (!TABLE_NAME.matcher(table).matches()) {
            throw refusal(name, table, "letters, digits and underscores, perhaps with a schema and a dot in front");
        }
        return table;
    }

    /**
     * False by default.
     *
     * @throws IllegalStateException if it is neither true nor false
     */
    boolean isTrue(String name) {
        String text = text(name);
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (!text.equalsIgnoreCase("true")) {
            throw refusal(name, text, "true or false (default false)");
        }
        return true;
    }

    static IllegalStateException refusal(String name, String value, String right) {
        return new IllegalStateException(name + " = " + value + " makes no sense. Set " + right + ".");
    }
}
