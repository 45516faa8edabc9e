package dev.locking.benchmarks;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What became of the calls of one JVM, or of several together, of which no time is lost or rounded. Immutable. */
final class Tally {

    /** The letters and digits that {@link Long} knows. */
    private static final int RADIX = Character.MAX_RADIX;

    private final long inTime;
    private final long failed;
    private final long attempts;
    private final @Nullable String firstFailure;

    /** Of the calls that succeeded, the shortest first. */
    private final long[] nanos;

    private Tally(long inTime, long failed, long attempts, @Nullable String firstFailure, long[] sortedNanos) {
        this.inTime = inTime;
        this.failed = failed;
        this.attempts = attempts;
        this.firstFailure = firstFailure;
        this.nanos = sortedNanos;
    }

    static Tally of(List<Call> calls) {
        List<Call> succeeded = calls.stream().filter(Call::succeeded).toList();
        return new Tally(
                succeeded.stream().filter(Call::inTime).count(),
                calls.size() - succeeded.size(),
                calls.stream().mapToLong(Call::attempts).sum(),
                calls.stream()
                        .map(Call::failure)
                        .filter(failure -> failure != null)
                        .findFirst()
                        .orElse(null),
                succeeded.stream().mapToLong(Call::nanos).sorted().toArray());
    }

    /** Together with the calls of another JVM, as if one had made them all. */
    Tally and(Tally other) {
        return new Tally(
                inTime + other.inTime,
                failed + other.failed,
                attempts + other.attempts,
                firstFailure != null ? firstFailure : other.firstFailure,
                LongStream.concat(LongStream.of(nanos), LongStream.of(other.nanos))
                        .sorted()
                        .toArray());
    }

    long succeeded() {
        return nanos.length;
    }

    /** How many succeeded before the time was up. */
    long inTime() {
        return inTime;
    }

    long failed() {
        return failed;
    }

    /** How often the transactions ran, of calls that failed too. */
    long attempts() {
        return attempts;
    }

    /** What the first caller whose call failed was told. */
    @Nullable
    String firstFailure() {
        return firstFailure;
    }

    /** The time within which that share of the calls that succeeded returned, or 0 if none did. */
    double millisWithin(double share) {
        return nanos.length == 0 ? 0 : nanos[(int) Math.ceil(nanos.length * share) - 1] / 1e6;
    }

    /** For another JVM to {@link #parse}: each time as what it has more than the one before, which makes it short. */
    String line() {
        StringBuilder line = new StringBuilder()
                .append(inTime)
                .append(' ')
                .append(failed)
                .append(' ')
                .append(attempts)
                .append(' ')
                .append(firstFailure == null ? "" : URLEncoder.encode(firstFailure, StandardCharsets.UTF_8));
        long last = 0;
        for (long one : nanos) {
            line.append(' ').append(Long.toString(one - last, RADIX));
            last = one;
        }
        return line.toString();
    }

    static Tally parse(String line) {
        String[] parts = line.split(" ", -1);
        long[] nanos = IntStream.range(4, parts.length)
                .mapToLong(i -> Long.parseLong(parts[i], RADIX))
                .toArray();
        Arrays.parallelPrefix(nanos, Long::sum);
        return new Tally(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                parts[3].isEmpty() ? null : URLDecoder.decode(parts[3], StandardCharsets.UTF_8),
                nanos);
    }
}
