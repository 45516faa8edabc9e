package dev.locking.examples.wallet;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogManager;

/** A wallet that keeps every deposit, in four acts. */
final class WalletExample {

    private final Settings settings;
    private final PrintStream out;

    WalletExample(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Exits with 1 if the library lost or doubled a deposit. */
    public static void main(String[] args) throws SQLException, InterruptedException, ExecutionException, IOException {
        configureLogging();
        boolean right = new WalletExample(Settings.fromSystemProperties(), System.out).play();
        System.exit(right ? 0 : 1);
    }

    /** Hibernate reports every conflict, and here there are thousands. */
    static void configureLogging() {
        try (InputStream configuration = WalletExample.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the library kept every deposit exactly once, and both edits of a profile or told of one. */
    boolean play() throws SQLException, InterruptedException, ExecutionException, IOException {
        out.println("Opening " + settings.url() + " ...");
        out.println();
        try (Bank bank = new Bank(settings)) {
            boolean bothKept = new SameMoment(bank, out).play();
            List<Figures> figures = letManyPeopleDeposit(bank);
            boolean nothingGuessed = new OneProfile(bank, out).play();
            Figures ours = figures.stream()
                    .filter(Figures::isOfLibraryAlone)
                    .findFirst()
                    .orElseThrow();
            out.printf(
                    Locale.ROOT,
                    "wallet: deposits=%d lost=%d doubled=%d failed=%d%n",
                    ours.deposits(),
                    ours.audit().lost(),
                    ours.audit().doubled(),
                    ours.failed());
            return bothKept
                    && nothingGuessed
                    && figures.stream()
                            .filter(Figures::isOfLibrary)
                            .allMatch(kept -> kept.audit().addsUp());
        }
    }

    private List<Figures> letManyPeopleDeposit(Bank bank) throws InterruptedException, ExecutionException, IOException {
        ManyPeople people = new ManyPeople(settings, bank, out);
        Circumstances circumstances = Circumstances.of(bank, people, settings);
        out.println("2. " + settings.threads() + " threads deposit into one wallet, each as fast as it can.");
        out.println("   " + circumstances.machine() + "; " + circumstances.software() + ";");
        out.println("   " + circumstances.load() + ".");
        out.println("   Warming up ...");
        out.println();
        people.warmUp();

        // Added now, so that the meters count what the table counts.
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            List<Figures> figures = people.play();
            out.println();
            new ResultTable(figures).print(out);
            out.println();
            out.println("   " + circumstances.limit());
            out.println("   With charts: " + new ResultPage(circumstances, figures).write(settings.page()));
            out.println();
            out.println("3. What Micrometer saw of the library meanwhile.");
            out.println();
            new MeterReport(Metrics.globalRegistry, out).print();
            out.println();
            return figures;
        } finally {
            Metrics.removeRegistry(registry);
        }
    }
}
