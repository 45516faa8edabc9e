package dev.locking.retry;

import org.jspecify.annotations.Nullable;

/**
 * A setting for an operation that nobody has annotated or executed so far. Immutable.
 *
 * @param name in full, as it was written
 * @param source where it was written, such as {@code locking.properties}
 * @param near the known operation that may be meant, if there is one whose name differs by a typing error or two
 * @since 0.1
 */
public record UnusedSetting(
        String name, String source, @Nullable String near) {

    /** A sentence for a log. */
    @Override
    public String toString() {
        return name + " (" + source + ") is for an operation that nobody has annotated or executed so far."
                + (near == null ? "" : " Is " + near + " meant?");
    }
}
