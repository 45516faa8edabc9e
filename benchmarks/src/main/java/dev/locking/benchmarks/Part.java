package dev.locking.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one JVM does of a cell.
 *
 * @param strategy its name
 * @param distribution which wallets are wanted
 * @param think the time between reading and writing
 * @param threads how many of this JVM call
 * @param firstThread how many there are in the JVMs before, so that no two threads draw the same wallets
 * @param time how long
 */
record Part(String strategy, Distribution distribution, Duration think, int threads, int firstThread, Duration time) {

    /** One for each JVM that has threads to call with, as evenly as possible. */
    static List<Part> of(String strategy, Setting setting, int threads, Duration time) {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        for (int jvmsLeft = setting.clients().jvms(); jvmsLeft > 0 && first < threads; jvmsLeft--) {
            int share = (threads - first + jvmsLeft - 1) / jvmsLeft;
            parts.add(new Part(strategy, setting.distribution(), setting.think(), share, first, time));
            first += share;
        }
        return parts;
    }

    /** For another JVM to {@link #parse}. */
    String line() {
        return String.join(
                " ",
                strategy,
                distribution.toString(),
                think.toString(),
                Integer.toString(threads),
                Integer.toString(firstThread),
                time.toString());
    }

    static Part parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Part(
                parts[0],
                Distribution.parse(parts[1]),
                Duration.parse(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Duration.parse(parts[5]));
    }
}
