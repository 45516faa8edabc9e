package dev.locking.examples.wallet;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Act 2: a crowd deposits into one wallet, with each strategy in turn, several times over, so that a warm or busy machine
 * favours none of them.
 */
final class ManyPeople {

    static final int ROUNDS = 3;

    static final String LIBRARY = "@RetryOnConflict";
    static final String GROUP = "@ExclusiveGroup";

    private final Settings settings;
    private final PrintStream out;
    private final Bank bank;
    private final Map<String, Deposits> strategies = new LinkedHashMap<>();

    ManyPeople(Settings settings, Bank bank, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.bank = bank;
        strategies.put("retry loop", new NaiveRetryLoop(bank.sessions()));
        strategies.put("three attempts", new ThreeAttempts(bank.sessions()));
        strategies.put("PESSIMISTIC_WRITE", new PessimisticWrite(bank.sessions()));
        strategies.put(LIBRARY, new WithLocking(bank.sessions()));
        strategies.put(GROUP, new WithGroup(bank.sessions()));
    }

    /** How long one strategy runs in one round. */
    Duration turn() {
        return settings.crowdTime().dividedBy((long) ROUNDS * strategies.size());
    }

    /** Runs everything once, uncounted: the JVM compiles what is used often. */
    void warmUp() throws InterruptedException, ExecutionException {
        try (Crowd crowd = new Crowd(bank, settings.threads(), settings.work())) {
            for (Deposits strategy : strategies.values()) {
                crowd.deposit(strategy, turn().dividedBy(2));
            }
        }
    }

    /** Plays all rounds and shows each as it ends. */
    List<Figures> play() throws InterruptedException, ExecutionException {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        cell("   deposits per second");
        strategies.keySet().forEach(name -> cell("%" + width(name) + "s", name));
        out.println();
        try (Crowd crowd = new Crowd(bank, settings.threads(), settings.work())) {
            for (int number = 1; number <= ROUNDS; number++) {
                cell("   round %d of %d        ", number, ROUNDS);
                for (Map.Entry<String, Deposits> strategy : strategies.entrySet()) {
                    Round round = crowd.deposit(strategy.getValue(), turn());
                    rounds.computeIfAbsent(strategy.getKey(), name -> new ArrayList<>())
                            .add(round);
                    cell("%," + width(strategy.getKey()) + ".0f", round.depositsPerSecond());
                }
                out.println();
            }
        }
        List<Figures> figures = new ArrayList<>();
        rounds.forEach((name, ofStrategy) -> figures.add(Figures.of(name, ofStrategy)));
        return figures;
    }

    private static int width(String name) {
        return name.length() + 3;
    }

    /** Shows a part of a line at once. */
    private void cell(String format, Object... args) {
        out.printf(Locale.ROOT, format, args);
        out.flush();
    }
}
