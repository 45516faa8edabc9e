package dev.locking.hibernate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes say who changed a row last, for entities on which no annotation says it. Read from the settings of the
 * {@code SessionFactory} first, then from what is configured for the library. An entity without such an attribute has none.
 *
 * @param modifiedBy {@value #MODIFIED_BY}: the attribute's name, or its path inside an embeddable
 * @param modifiedAt {@value #MODIFIED_AT}: the same for the time
 */
record ReportSettings(@Nullable String modifiedBy, @Nullable String modifiedAt) {

    static final String MODIFIED_BY = "locking.report.modified-by";
    static final String MODIFIED_AT = "locking.report.modified-at";

    static ReportSettings of(Map<String, Object> settings) {
        SettingReader reader = new SettingReader(settings);
        return new ReportSettings(reader.text(MODIFIED_BY), reader.text(MODIFIED_AT));
    }
}
