package dev.locking.retry.metrics;

import java.util.Locale;

/** How constants are written in tags. */
final class TagValues {

    private TagValues() {}

    /** In lower case, with hyphens. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
