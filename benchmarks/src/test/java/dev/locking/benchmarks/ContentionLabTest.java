package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locking.retry.LockingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Holds on each database; a class for each says on which. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ContentionLabTest {

    private static final Plan TINY = tiny(2, new Clients(1, 3));

    private final Server server;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    ContentionLabTest(Database database) throws IOException {
        ContentionLab.configureLogging();
        this.server = Servers.start(database);
    }

    private static Plan tiny(int rounds, Clients clients) {
        return new Plan(
                "tiny",
                rounds,
                Duration.ofMillis(60),
                Duration.ofMillis(20),
                List.of(Distribution.hotRow()),
                List.of(clients),
                List.of(Duration.ZERO));
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Test
    void everyStrategyBooksEachCallOnceAndTheFilesTell(@TempDir Path directory) throws Exception {
        boolean right = lab(TINY, Strategies.ALL, directory);

        assertThat(right).as(() -> output.toString(StandardCharsets.UTF_8)).isTrue();
        Path csv = file(directory, "csv");
        assertThat(output.toString(StandardCharsets.UTF_8).lines()).last().isEqualTo(csv.toString());
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 2 * Strategies.ALL.size());
        assertThat(lines.get(0)).isEqualTo(Result.CSV_HEADER);
        assertThat(lines.get(1)).matches("1,serial,hot,3,1,0,[\\d.]+,0,1.000,[\\d.]+,[\\d.]+,[\\d.]+,true");
        assertThat(lines)
                .filteredOn(line -> line.matches("\\d,(pessimistic|advisory|sql-update|ours-group),.*"))
                .hasSize(2 * 4)
                .allMatch(line -> line.matches("\\d,[a-z-]+,hot,3,1,0,[\\d.]+,0,1.000,.*,true"));
        assertThat(lines.get(Strategies.ALL.size())).startsWith("1,ours-combine-flush,");
        assertThat(lines.get(1 + Strategies.ALL.size())).startsWith("2,ours-combine-flush,");
        assertThat(Files.readString(file(directory, "html")))
                .doesNotContain("{{")
                .doesNotContain("http")
                .contains("<h2>hot, 3 threads in 1 JVM, think 0 ms</h2>", "<span>ours-ladder</span>");
    }

    @Test
    void twoJvmsBookEachCallOnceTogetherAndTakeTurnsWithEachOther(@TempDir Path directory) throws Exception {
        boolean right = lab(tiny(1, new Clients(2, 5)), Strategies.ALL, directory);

        String told = output.toString(StandardCharsets.UTF_8);
        assertThat(right).as(told).isTrue();
        assertThat(told).contains("2 JVMs, each with its share of the threads, a pool of threads + 7 connections");
        assertThat(Files.readAllLines(file(directory, "csv")))
                .hasSize(1 + Strategies.ALL.size())
                .filteredOn(line -> line.startsWith("1,"))
                .allMatch(line -> line.contains(",hot,5,2,0,"))
                .filteredOn(line -> line.matches("1,(pessimistic|advisory|sql-update|ours-group),.*"))
                .hasSize(4)
                .allMatch(line -> line.matches("1,[a-z-]+,hot,5,2,0,[\\d.]+,0,1.000,.*,true"));
        assertThat(Files.readString(file(directory, "html"))).contains("<h2>hot, 5 threads in 2 JVMs, think 0 ms</h2>");
        assertThat(List.of("OursGroup.book", "OursWhenHot.book", "OursCombine.book", "OursCombineFlush.book"))
                .allSatisfy(operation -> assertThat(LockingSettings.standard().operation(operation))
                        .hasValueSatisfying(applies -> assertThat(applies.settings())
                                .extractingByKey("group.scope")
                                .asString()
                                .startsWithIgnoringCase("cluster by locking.group.scope")));
    }

    @Test
    void aJvmThatDiesFailsTheLab() throws Exception {
        try (OtherJvm other = OtherJvm.start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> other.join("jdbc:none:", new Clients(2, 2)))
                    .withMessageStartingWith("The other JVM ended with 1");
        }
    }

    @Test
    void aCallThatIsToldToHaveSucceededAndIsNotBookedIsFound(@TempDir Path directory) throws Exception {
        List<Contender> contenders = List.of(Strategies.ALL.get(0), new Contender("lying", world -> new Lying()));

        boolean right = lab(TINY, contenders, directory);

        assertThat(right).isFalse();
        assertThat(Files.readAllLines(file(directory, "csv")))
                .filteredOn(line -> line.endsWith(",false"))
                .hasSize(2)
                .allMatch(line -> line.contains(",lying,"));
    }

    private Path file(Path directory, String type) {
        String name =
                switch (server.database()) {
                    case POSTGRESQL -> "contention-tiny.";
                    case MARIADB -> "contention-tiny-mariadb.";
                };
        return directory.resolve(name + type);
    }

    private boolean lab(Plan plan, List<Contender> contenders, Path directory) throws Exception {
        output.reset();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            return new ContentionLab(plan, contenders, directory, out).run(server);
        }
    }

    /** Tells of every deposit, and books none. */
    private static final class Lying implements Strategy {

        @Override
        public void book(Deposit deposit) {
            deposit.beginAttempt();
        }
    }
}
