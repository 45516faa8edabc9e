package dev.locking.examples.wallet;

import dev.locking.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.hibernate.Version;

/**
 * Where and how the figures were measured, without which they say nothing.
 *
 * @param machine JDK and cores
 * @param software database and Hibernate
 * @param load threads, rounds and their length
 * @param limit what figures of this length cannot show
 */
record Circumstances(String machine, String software, String load, String limit) {

    static Circumstances of(Bank bank, ManyPeople people, Settings settings) {
        return new Circumstances(
                "JDK " + System.getProperty("java.version") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores",
                bank.product() + " at READ COMMITTED, Hibernate " + Version.getVersionString(),
                String.format(
                        Locale.ROOT,
                        "%d threads on one wallet, %d rounds of %s for each strategy in turn, %s ms between reading and writing",
                        settings.threads(),
                        ManyPeople.ROUNDS,
                        seconds(people.turn()),
                        new BigDecimal(settings.work().toNanos())
                                .movePointLeft(6)
                                .stripTrailingZeros()
                                .toPlainString()),
                limit(people.turn()));
    }

    /** In a short turn nobody runs out of time: at its end the others stop, and who is still trying gets through. */
    private static String limit(Duration turn) {
        Duration limit = RetryPolicy.defaults().maxDuration();
        if (turn.compareTo(limit) > 0) {
            return "A turn is longer than the " + seconds(limit)
                    + " after which the retry loop and the library give up:" + " \"failed\" counts that too.";
        }
        return "A turn is shorter than the " + seconds(limit)
                + " after which the retry loop and the library give up, so"
                + " \"failed\" cannot count that here: see -Dwallet.seconds=120.";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
