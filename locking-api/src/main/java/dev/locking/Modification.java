package dev.locking;

import org.jspecify.annotations.Nullable;

/**
 * By whom and when a row was last changed, as its own attributes say. Texts show that only where the attribute is
 * {@link ShownInReports}.
 *
 * @param by who it was, or null where no attribute says it; an association is its identifier
 * @param at when it was, or null where no attribute says it
 * @param byShown whether texts may show who it was
 * @param atShown whether texts may show when it was
 * @since 0.1
 */
public record Modification(@Nullable Object by, @Nullable Object at, boolean byShown, boolean atShown) {

    /** No attribute says anything. */
    public static final Modification UNKNOWN = new Modification(null, null, false, false);

    /** What may be shown. */
    @Override
    public String toString() {
        return text("by ", by, byShown) + (by == null || at == null ? "" : " ") + text("at ", at, atShown);
    }

    private static String text(String word, @Nullable Object value, boolean shown) {
        return value == null ? "" : word + (shown ? SafeText.of(value) : "(hidden)");
    }
}
