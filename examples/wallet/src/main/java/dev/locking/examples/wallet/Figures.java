package dev.locking.examples.wallet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of one strategy together.
 *
 * @param strategy its name
 * @param deposits calls that succeeded
 * @param perSecond deposits per second of wall-clock time
 * @param failed calls that ended with an exception
 * @param attemptsPerDeposit how often the body ran, for calls that failed too, per deposit that succeeded
 * @param p99Millis the time within which 99 of 100 successful calls returned
 * @param audit of all wallets together
 * @param firstFailure what the first caller whose call failed was told
 */
record Figures(
        String strategy,
        long deposits,
        double perSecond,
        long failed,
        double attemptsPerDeposit,
        double p99Millis,
        Audit audit,
        @Nullable String firstFailure) {

    static Figures of(String strategy, List<Round> rounds) {
        List<Call> calls =
                rounds.stream().flatMap(round -> round.calls().stream()).toList();
        long deposits = calls.stream().filter(Call::succeeded).count();
        double seconds = rounds.stream().mapToLong(Round::nanos).sum() / 1e9;
        double attempts = calls.stream().mapToLong(Call::attempts).sum();
        return new Figures(
                strategy,
                deposits,
                deposits / seconds,
                calls.size() - deposits,
                attempts / Math.max(1, deposits),
                p99Millis(calls),
                rounds.stream().map(Round::audit).reduce(Audit.FAULTLESS, Audit::plus),
                calls.stream()
                        .map(Call::failure)
                        .filter(failure -> failure != null)
                        .findFirst()
                        .orElse(null));
    }

    /** With or without a group. */
    boolean isOfLibrary() {
        return isOfLibraryAlone() || strategy.equals(ManyPeople.GROUP);
    }

    boolean isOfLibraryAlone() {
        return strategy.equals(ManyPeople.LIBRARY);
    }

    private static double p99Millis(List<Call> calls) {
        long[] sorted = calls.stream()
                .filter(Call::succeeded)
                .mapToLong(Call::nanos)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6;
    }
}
