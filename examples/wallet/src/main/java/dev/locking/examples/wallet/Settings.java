package dev.locking.examples.wallet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What can be chosen, by system properties with the prefix {@code wallet.}.
 *
 * @param url the database; H2 in memory if nothing is said
 * @param user its user
 * @param password its password
 * @param crowdTime how long the crowd of act 2 deposits, all strategies and rounds together
 * @param threads how many threads the crowd has
 * @param work how long each transaction of act 2 waits between reading and writing
 * @param page where the page with the results goes
 */
record Settings(String url, String user, String password, Duration crowdTime, int threads, Duration work, Path page) {

    private static final double MOST = 3600;

    /** The lock timeout of H2 is 2 s by default, so that a queue for a row would end in errors. */
    private static final String H2_IN_MEMORY = "jdbc:h2:mem:wallet;LOCK_TIMEOUT=20000";

    /** Milliseconds: what a network would take. A database in memory answers a hundred times faster than any real one. */
    private static final String WORK_IN_MEMORY = "1";

    static Settings fromSystemProperties() {
        String url = property("url", H2_IN_MEMORY);
        return new Settings(
                url,
                property("user", ""),
                property("password", ""),
                Duration.ofMillis((long) (number("seconds", "9", 0.1) * 1000)),
                (int) number("threads", "16", 1),
                Duration.ofNanos((long) (number("work", url.equals(H2_IN_MEMORY) ? WORK_IN_MEMORY : "0", 0) * 1e6)),
                Path.of(property("page", "target/wallet.html")));
    }

    /** Maven hands on a property that nobody has set as an empty one. */
    private static String property(String name, String byDefault) {
        String value = System.getProperty("wallet." + name, "");
        return value.isBlank() ? byDefault : value;
    }

    private static double number(String name, String byDefault, double least) {
        String value = property(name, byDefault);
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refusal(name, value, byDefault, least), e);
        }
        throw new IllegalArgumentException(refusal(name, value, byDefault, least));
    }

    private static String refusal(String name, String value, String byDefault, double least) {
        return "wallet." + name + " = " + value + " makes no sense. Set a number from " + least + " to " + MOST
                + " (default " + byDefault + ").";
    }
}
