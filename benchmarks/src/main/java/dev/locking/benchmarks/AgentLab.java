package dev.locking.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the agent adds to the loading of classes of which none is annotated. Each time in a JVM of its own; with and without the
 * agent take turns, in every second round the other way round.
 */
final class AgentLab {

    private final int rounds;
    private final int classes;
    private final Path agent;
    private final PrintStream out;

    /**
     * A lab.
     *
     * @param rounds of which the medians are taken
     * @param classes how many are loaded
     * @param agent the jar
     * @param out is written to
     */
    AgentLab(int rounds, int classes, Path agent, PrintStream out) {
        this.rounds = rounds;
        this.classes = classes;
        this.agent = agent;
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path agent = Path.of(System.getProperty("lab.agent", ""));
        if (!Files.isRegularFile(agent)) {
            throw new IllegalArgumentException(
                    "lab.agent = " + agent + " is no file. Build it: the phase must be package, not process-classes.");
        }
        new AgentLab(
                        (int) Plan.number("rounds", 21, 1, 1_000),
                        (int) Plan.number("classes", 8_000, 1, 8_000),
                        agent,
                        System.out)
                .run();
    }

    void run() throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "JDK %s, %d cores, load average %.1f at the start; %,d classes, %d rounds%n%n",
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                classes,
                rounds);
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        load(false); // brings the files into the memory of the machine
        for (int round = 1; round <= rounds; round++) {
            boolean agentFirst = round % 2 == 0;
            double first = load(agentFirst);
            double second = load(!agentFirst);
            without.add(agentFirst ? second : first);
            with.add(agentFirst ? first : second);
        }
        TextTable table = new TextTable(1, "JVM", "median", "x without");
        row(table, "without the agent", without, without);
        row(table, "with the agent", with, without);
        table.print(out);
    }

    private static void row(TextTable table, String name, List<Double> millis, List<Double> without) {
        table.row(
                name,
                String.format(Locale.ROOT, "%,.0f ms", Medians.of(millis)),
                String.format(Locale.ROOT, "%.3f", Medians.ofRatios(millis, without)));
    }

    /** Returns milliseconds. */
    private double load(boolean withAgent) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path")));
        if (withAgent) {
            command.add("-javaagent:" + agent);
        }
        command.add(ClassLoading.class.getName());
        command.add(Integer.toString(classes));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("A JVM that loads classes ended with " + process.exitValue());
        }
        return Double.parseDouble(printed);
    }
}
