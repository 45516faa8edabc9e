package dev.locking.retry;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name that somebody meant who misspelled it: the one that takes the fewest changes (Levenshtein's distance), of those that
 * matter.
 */
final class NearName {

    private NearName() {}

    static String of(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(plain(written), plain(name))))
                .orElse("none");
    }

    /** None if more than so many changes make the nearest of it. */
    static @Nullable String within(int distance, String written, Collection<String> names) {
        String nearest = of(written, names);
        boolean isNear = !names.isEmpty() && distance(plain(written), plain(nearest)) <= distance;
        return isNear ? nearest : null;
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
