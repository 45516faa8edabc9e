package dev.locking;

import dev.locking.spi.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries and waits as Camunda's {@code failedJobRetryTimeCycle} has them: {@code R3/PT5S} are three tries, a list is one try more
 * than it has waits.
 *
 * @param maxRetries tries without the first
 * @param waits before retry 1, 2 and so on; at least one
 * @param maxDuration for which there is time to wait and to try
 */
record RetryCycle(int maxRetries, List<Duration> waits, Duration maxDuration) {

    /** What a cycle says, so that nobody else can in the same place. */
    static final Set<String> SETS = Set.of("maxRetries", "delay", "multiplier", "maxDelay", "jitter");

    private static final Pattern REPEATED = Pattern.compile("R(\\d{0,9})/(.*)");

    private static final Duration FOR_ATTEMPTS = DurationText.parse("maxDuration", RetryPolicy.DEFAULT_MAX_DURATION);
    private static final Duration ONE_DAY = Duration.ofDays(1);

    /** @throws IllegalArgumentException if it is none, or if its tries or waits are too many */
    static RetryCycle parse(String text) {
        String cycle = text.strip();
        Matcher repeated = REPEATED.matcher(cycle);
        if (!repeated.matches()) {
            List<Duration> waits = waits(text, cycle);
            return new RetryCycle(retries(text, waits.size()), waits, duration(text, sum(waits)));
        }
        if (repeated.group(2).contains(",")) {
            throw refusal(
                    text,
                    "R" + repeated.group(1)
                            + " counts nothing in front of a list, which has one try more than waits. Set "
                            + repeated.group(2) + ", or R with one wait");
        }
        List<Duration> wait = waits(text, repeated.group(2));
        if (repeated.group(1).isEmpty()) {
            Duration all =
                    wait.get(0).multipliedBy(RetryPolicy.MAX_RETRIES_LIMIT).plus(FOR_ATTEMPTS);
            return new RetryCycle(RetryPolicy.MAX_RETRIES_LIMIT, wait, Collections.min(List.of(all, ONE_DAY)));
        }
        int retries = retries(text, Math.max(0, Integer.parseInt(repeated.group(1)) - 1));
        return new RetryCycle(retries, wait, duration(text, wait.get(0).multipliedBy(retries)));
    }

    private static List<Duration> waits(String text, String list) {
        return Arrays.stream(list.split(",", -1)).map(wait -> wait(text, wait)).toList();
    }

    private static Duration wait(String text, String wait) {
        Duration duration;
        try {
            duration = DurationText.parse("cycle", wait);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message(text, "Set R3/PT5S, for instance, or a list: PT1S,PT5S"), e);
        }
        if (duration.isNegative() || duration.compareTo(ONE_DAY) > 0) {
            throw refusal(text, "Set waits from 0 to 1 day");
        }
        return duration;
    }

    private static int retries(String text, int retries) {
        if (retries > RetryPolicy.MAX_RETRIES_LIMIT) {
            throw refusal(text, "Set at most " + (RetryPolicy.MAX_RETRIES_LIMIT + 1) + " tries");
        }
        return retries;
    }

    private static Duration duration(String text, Duration waits) {
        if (waits.compareTo(ONE_DAY.minus(FOR_ATTEMPTS)) > 0) {
            throw refusal(
                    text,
                    "Its waits take " + waits
                            + ", and the caller waits for them: set at most 1 day in all. What has longer to"
                            + " wait is a job");
        }
        return waits.plus(FOR_ATTEMPTS);
    }

    private static Duration sum(List<Duration> waits) {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    static void refuseBesideWhatItSets(Set<String> names) {
        if (names.contains("cycle")) {
            names.stream().filter(SETS::contains).findFirst().ifPresent(name -> {
                throw new IllegalArgumentException("cycle makes no sense beside " + name
                        + ", which it sets. It says how often and after which waits; drop one of them.");
            });
        }
    }

    private static IllegalArgumentException refusal(String text, String right) {
        return new IllegalArgumentException(message(text, right));
    }

    private static String message(String text, String right) {
        return "cycle = " + text + " makes no sense. " + right + ".";
    }
}
