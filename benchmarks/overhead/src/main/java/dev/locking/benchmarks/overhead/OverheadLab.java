package dev.locking.benchmarks.overhead;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures what a call costs. The engine finds the listener that moves meters as soon as Micrometer is on the class path, so
 * everything is measured without it, and then what needs it with it.
 */
final class OverheadLab {

    private static final String CLASS_PATH = "java.class.path";
    private static final String WITH_METERS = Pattern.quote(OursWithMeters.class.getName()) + "\\.";

    private final Options asked;

    private OverheadLab(Options asked) {
        this.asked = asked;
    }

    /** Takes the arguments of JMH. */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions asked = new CommandLineOptions(args);
        if (asked.shouldHelp()) {
            asked.showHelp();
            return;
        }
        List<RunResult> results = new OverheadLab(asked).measure();
        Path json = Path.of(System.getProperty("overhead.directory", "target"), "overhead.json")
                .toAbsolutePath();
        Files.createDirectories(json.getParent());
        ResultFormatFactory.getInstance(ResultFormatType.JSON, json.toString()).writeOut(results);
        new OverheadTable(results).print(System.out);
        System.out.println(json);
    }

    private List<RunResult> measure() throws RunnerException {
        String everything = System.getProperty(CLASS_PATH);
        List<RunResult> results = new ArrayList<>(measure(withoutMicrometer(everything), WITH_METERS));
        results.addAll(measure(everything, "^(?!" + WITH_METERS + ")"));
        return results;
    }

    /** JMH gives its forks the class path of this JVM, as the property says it. */
    private Collection<RunResult> measure(String classPath, String excluded) throws RunnerException {
        System.setProperty(CLASS_PATH, classPath);
        ChainedOptionsBuilder options =
                new OptionsBuilder().parent(asked).addProfiler(GCProfiler.class).shouldFailOnError(true);
        asked.getExcludes().forEach(options::exclude);
        try {
            return new Runner(options.exclude(excluded).build()).run();
        } catch (NoBenchmarksException noneOfThese) {
            return List.of();
        }
    }

    private static String withoutMicrometer(String classPath) {
        String without = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(classPath)
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-core-"))
                .collect(Collectors.joining(File.pathSeparator));
        if (without.equals(classPath)) {
            throw new IllegalStateException(
                    "Micrometer is not on the class path, or by a name that is not known here.");
        }
        return without;
    }
}
