package dev.locking.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as texts: a number with a unit, as Spring writes them ({@code 5ms}), or ISO 8601 ({@code PT0.005S}). */
public final class DurationText {

    private static final Pattern SIMPLE = Pattern.compile("(-?\\d{1,9})\\s*(ns|us|ms|s|m|h|d)");

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @param name of the setting, for the message
     * @param text such as {@code 5ms}, {@code 7d} or {@code PT0.005S}
     * @return the duration, which may be negative
     * @throws IllegalArgumentException if the text is none
     */
    public static Duration parse(String name, String text) {
        Matcher simple = SIMPLE.matcher(text.strip());
        if (simple.matches()) {
            return unit(simple.group(2)).multipliedBy(Long.parseLong(simple.group(1)));
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " = \"" + text
                            + "\" makes no sense. Write a whole number with a unit (ns, us, ms, s, m, h, d),"
                            + " such as 5ms, or an ISO 8601 duration, such as PT0.005S.",
                    e);
        }
    }

    private static Duration unit(String symbol) {
        return switch (symbol) {
            case "ns" -> Duration.ofNanos(1);
            case "us" -> Duration.ofNanos(1_000);
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new AssertionError(symbol);
        };
    }
}
