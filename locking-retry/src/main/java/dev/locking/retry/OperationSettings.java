package dev.locking.retry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of one operation, and where each of them comes from. Immutable.
 *
 * @param operation its name
 * @param enabled false while {@code locking.enabled} takes the library out of the way, so that none of this has an effect but the
 *     transaction
 * @param settings by the names that the configuration has for them, such as {@code max-retries} and {@code group.max-wait};
 *     {@code group} is the name of the exclusive group. Classes ({@code retryOn}, {@code abortOn}) and the unit are not among
 *     them
 * @since 0.1
 */
public record OperationSettings(String operation, boolean enabled, Map<String, Value> settings) {

    /**
     * Keeps the settings as they are, in their order.
     *
     * @param operation its name
     * @param enabled whether they have an effect
     * @param settings by name
     */
    public OperationSettings {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * A setting.
     *
     * @param text its value; durations by ISO 8601
     * @param source {@code default}, {@code annotation}, {@code code}, a preset, or the name under which it is configured and
     *     where, such as {@code locking.retry.max-retries (system property)}
     */
    public record Value(String text, String source) {

        @Override
        public String toString() {
            return text + " by " + source;
        }
    }
}
