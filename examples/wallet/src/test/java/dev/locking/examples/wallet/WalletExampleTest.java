package dev.locking.examples.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class WalletExampleTest {

    private final Path directory;
    private final List<String> lines;

    WalletExampleTest(@TempDir Path directory) throws Exception {
        WalletExample.configureLogging();
        this.directory = directory;
        this.lines = play();
    }

    @Test
    void showsTheLostUpdateThenTheConflictThenBothDeposits() {
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).matches(" *no @Version +150 .*lost update"))
                .anySatisfy(
                        line -> assertThat(line).matches(" *@Version +150 .*1 of 2 failed.*OptimisticLockException"))
                .anySatisfy(line -> assertThat(line).matches(" *@Version and @RetryOnConflict +200 .*"));
    }

    @Test
    void endsWithWhatTheLibraryDidAndCountsTheSameAsItsMeters() {
        String last = lines.get(lines.size() - 1);
        assertThat(last).matches("wallet: deposits=[1-9]\\d* lost=0 doubled=0 failed=0");
        long deposits = Long.parseLong(last.replaceAll(".*deposits=(\\d+).*", "$1"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.replace(",", ""))
                        .matches(" *locking.attempts +operation=WithLocking.deposit +" + deposits + " .*"));
    }

    @Test
    void keepsBothEditsOfDifferentFieldsAndReportsThoseOfTheSame() {
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).matches(" *different fields +both changes are there.*"))
                .anySatisfy(line -> assertThat(line).matches(" *the same field +nothing is guessed.*"))
                .anySatisfy(line -> assertThat(line).matches(" *- STALE_UPDATE on Profile .* both changed nickname"))
                .anySatisfy(line -> assertThat(line)
                        .endsWith(
                                "nickname: changed by both to different values; base Holidays, mine House, theirs Car"))
                .anySatisfy(line -> assertThat(line).endsWith("phone: changed here only"))
                .as("a phone number")
                .noneMatch(line -> line.contains("555"));
    }

    @Test
    void writesAPageWithARowAndABarForEachStrategyAndSaysWhere() throws Exception {
        Path page = directory.resolve("out/page.html");
        assertThat(lines).anySatisfy(line -> assertThat(line).endsWith(page.toString()));
        assertThat(Files.readString(page))
                .doesNotContain("{{")
                .doesNotContain("http")
                .contains("<th>retry loop</th>", "<th>three attempts</th>", "<th>PESSIMISTIC_WRITE</th>")
                .containsPattern("<th>@RetryOnConflict</th>(<td>[^<]+</td>){4}<td>yes</td>")
                .containsPattern("<th>@ExclusiveGroup</th>(<td>[^<]+</td>){4}<td>yes</td>")
                .contains("<span>@RetryOnConflict</span>");
    }

    @Test
    void exitsWithZeroWhenNothingIsLost() throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dwallet.seconds=0.6",
                        "-Dwallet.url=",
                        "-Dwallet.page=" + directory.resolve("page.html"),
                        WalletExample.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));

        Process program = command.start();

        assertThat(program.waitFor()).as(() -> contentOf(output.toFile())).isZero();
        assertThat(Files.readAllLines(output)).last(STRING).matches("wallet: deposits=\\d+ lost=0 doubled=0 failed=0");
    }

    @Test
    void countsADepositThatIsAcknowledgedAndNotMadeAsLost() throws Exception {
        try (Bank bank = new Bank(settings("lost"));
                Crowd crowd = new Crowd(bank, 2, Duration.ZERO)) {
            Deposits never = payment -> {};

            Round round = crowd.deposit(never, Duration.ofMillis(10));

            assertThat(round.calls()).isNotEmpty();
            assertThat(round.audit()).isEqualTo(new Audit(round.calls().size(), 0));
        }
    }

    @Test
    void countsADepositThatIsMadeTwiceAsDoubled() throws Exception {
        try (Bank bank = new Bank(settings("doubled"));
                Crowd crowd = new Crowd(bank, 1, Duration.ZERO)) {
            Deposits plain = new PlainTransaction(bank.sessions());
            Deposits twice = payment -> {
                plain.deposit(payment);
                plain.deposit(payment);
            };

            Round round = crowd.deposit(twice, Duration.ofMillis(100));

            assertThat(round.calls()).isNotEmpty();
            assertThat(round.audit()).isEqualTo(new Audit(0, round.calls().size()));
        }
    }

    private List<String> play() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean right;
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            right = new WalletExample(settings("acts"), out).play();
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(right).as(text).isTrue();
        return text.lines().toList();
    }

    private Settings settings(String database) {
        return new Settings(
                "jdbc:h2:mem:" + database + ";LOCK_TIMEOUT=20000",
                "",
                "",
                Duration.ofMillis(1200),
                8,
                Duration.ZERO,
                directory.resolve("out/page.html"));
    }
}
