package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.opentest4j.TestAbortedException;

@TestInstance(Lifecycle.PER_CLASS)
class ContentionLabTest {

    private static final Plan TINY = new Plan(
            "tiny",
            2,
            Duration.ofMillis(60),
            Duration.ofMillis(20),
            List.of(Distribution.hotRow()),
            List.of(3),
            List.of(Duration.ZERO));

    private final Server server;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    ContentionLabTest() throws IOException {
        ContentionLab.configureLogging();
        this.server = start();
    }

    /** Where it cannot be started, that is told and breaks no build, unless it is asked to. */
    private static Server start() throws IOException {
        try {
            return Server.start();
        } catch (IOException | RuntimeException e) {
            if ("true".equals(System.getenv("LOCKING_TEST_REQUIRE_ALL"))) {
                throw e;
            }
            throw new TestAbortedException("PostgreSQL does not start: " + e, e);
        }
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Test
    void everyStrategyBooksEachCallOnceAndTheFilesTell(@TempDir Path directory) throws Exception {
        boolean right = lab(Strategies.ALL, directory);

        assertThat(right).as(() -> output.toString(StandardCharsets.UTF_8)).isTrue();
        Path csv = directory.resolve("contention-tiny.csv");
        assertThat(output.toString(StandardCharsets.UTF_8).lines()).last().isEqualTo(csv.toString());
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 2 * Strategies.ALL.size());
        assertThat(lines.get(0)).isEqualTo(Result.CSV_HEADER);
        assertThat(lines.get(1)).matches("1,serial,hot,3,1,0,[\\d.]+,0,1.000,[\\d.]+,[\\d.]+,[\\d.]+,true");
        assertThat(lines.get(Strategies.ALL.size())).startsWith("1,ours-combine-flush,");
        assertThat(lines.get(1 + Strategies.ALL.size())).startsWith("2,ours-combine-flush,");
        assertThat(Files.readString(directory.resolve("contention-tiny.html")))
                .doesNotContain("{{")
                .doesNotContain("http")
                .contains("<h2>hot, 3 threads, think 0 ms</h2>", "<span>ours-ladder</span>");
    }

    @Test
    void aCallThatIsToldToHaveSucceededAndIsNotBookedIsFound(@TempDir Path directory) throws Exception {
        List<Contender> contenders = List.of(Strategies.ALL.get(0), new Contender("lying", world -> new Lying()));

        boolean right = lab(contenders, directory);

        assertThat(right).isFalse();
        assertThat(Files.readAllLines(directory.resolve("contention-tiny.csv")))
                .filteredOn(line -> line.endsWith(",false"))
                .hasSize(2)
                .allMatch(line -> line.contains(",lying,"));
    }

    private boolean lab(List<Contender> contenders, Path directory) throws Exception {
        output.reset();
        try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            return new ContentionLab(TINY, contenders, directory, out).run(server);
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
