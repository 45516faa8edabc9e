package dev.locking.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogManager;

/** Compares strategies on contended rows, and says where each wins and loses. */
final class ContentionLab {

    private final Plan plan;
    private final List<Contender> contenders;
    private final Path directory;
    private final PrintStream out;

    ContentionLab(Plan plan, List<Contender> contenders, Path directory, PrintStream out) {
        this.plan = plan;
        this.contenders = contenders;
        this.directory = directory;
        this.out = out;
    }

    /** Exits with 1 if any strategy lost or doubled a call. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException, ExecutionException {
        configureLogging();
        Plan plan = Plan.fromSystemProperties();
        List<Contender> contenders = Strategies.fromSystemProperties();
        Database database = Database.fromSystemProperties();
        Path directory = Path.of(System.getProperty("lab.directory", "target"));
        boolean right;
        try (Server server = database.start()) {
            right = new ContentionLab(plan, contenders, directory, System.out).run(server);
        }
        System.exit(right ? 0 : 1);
    }

    /** Hibernate reports every conflict, and here there are thousands. */
    static void configureLogging() throws IOException {
        try (InputStream configuration = ContentionLab.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(configuration);
        }
    }

    /** Returns whether the balances grew by exactly the calls that succeeded, everywhere. */
    boolean run(Server server) throws IOException, SQLException, InterruptedException, ExecutionException {
        Files.createDirectories(directory);
        Path csv = file(server, "csv");
        Circumstances circumstances = Circumstances.of(plan, server);
        circumstances.lines().forEach(out::println);
        out.println();
        List<Result> results = measure(server, csv);
        out.println();
        new ResultTable(results).print(out);
        Path page = file(server, "html");
        new ResultPage(circumstances, results).write(page);
        out.println("With charts: " + page);
        out.println(csv);
        return results.stream().allMatch(Result::sumOk);
    }

    private List<Result> measure(Server server, Path csv)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        List<Result> results = new ArrayList<>();
        Progress progress = new Progress(plan.cells(contenders.size()), out);
        try (ResultCsv file = new ResultCsv(csv)) {
            new Rounds(plan, server, contenders, result -> {
                        results.add(result);
                        file.add(result);
                        progress.show(result);
                    })
                    .play();
        }
        return results;
    }

    /** PostgreSQL, on which is measured by default, is not named. */
    private Path file(Server server, String type) {
        String database = server.database() == Database.POSTGRESQL ? "" : "-" + server.database();
        return directory
                .resolve("contention-" + plan.name() + database + "." + type)
                .toAbsolutePath()
                .normalize();
    }
}
