package dev.locking.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show as Java is a part of code that is compiled. */
class SnippetsTest {

    private static final Path PROJECT = Path.of("..");

    private static final List<String> SOURCES = List.of(
            "locking-tests/src/main/java/dev/locking/tests/docs",
            "locking-tests/src/test/java/dev/locking/tests/docs",
            "locking-tests/src/test/java/dev/locking/tests/interleavings",
            "locking-spring-boot-starter/src/test/java/dev/locking/spring",
            "locking-spring-boot-starter/src/test/java/dev/locking/spring/web");

    private static final List<String> FOLDERS_OF_PAGES = List.of("docs", "examples", "benchmarks");

    private static final Pattern REGION =
            Pattern.compile("^ *// snippet: (\\S+)\\R(.*?)^ *// end$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern BLOCK = Pattern.compile(
            "(?:^<!-- snippet: (\\S+) -->\\R)?^```java\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern JAVA_FENCE = Pattern.compile("^ *(```|~~~) *java", Pattern.MULTILINE);

    @ParameterizedTest
    @MethodSource("pages")
    void everyJavaBlockIsTheRegionThatItNames(Path page) throws IOException {
        String text = Files.readString(PROJECT.resolve(page));
        Map<String, String> regions = regions();
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();

        assertThat(blocks).hasSize((int) JAVA_FENCE.matcher(text).results().count());
        for (MatchResult block : blocks) {
            assertThat(block.group(1)).as("name of: %s", block.group(2)).isNotNull();
            assertThat(withoutIndentation(block.group(2))).isEqualTo(regions.get(block.group(1)));
        }
    }

    @Test
    void everyRegionIsShown() throws IOException {
        Set<String> shown = new HashSet<>();
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(PROJECT.resolve(page)));
            while (block.find()) {
                shown.add(block.group(1));
            }
        }
        assertThat(shown).containsAll(regions().keySet());
    }

    @Test
    void pagesAreFoundInEveryFolder() throws IOException {
        assertThat(pages())
                .contains(
                        Path.of("README.md"),
                        Path.of("docs", "README.md"),
                        Path.of("docs", "getting-started.md"),
                        Path.of("examples", "catalog", "README.md"),
                        Path.of("benchmarks", "README.md"));
    }

    @Test
    void regionsAreFoundInEverySourceFolder() throws IOException {
        assertThat(regions())
                .containsKeys("method", "test-one-conflict", "interleaving", "spring-service", "rest-controller");
    }

    /** The README, and whatever is written in the folders; not what a build has put there. */
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : FOLDERS_OF_PAGES) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(folder))) {
                files.map(PROJECT::relativize)
                        .filter(file -> file.toString().endsWith(".md"))
                        .filter(file -> !isBuilt(file))
                        .sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    private static boolean isBuilt(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> regions() throws IOException {
        Map<String, String> regions = new HashMap<>();
        for (String folder : SOURCES) {
            for (Path file : files(PROJECT.resolve(folder))) {
                Matcher region = REGION.matcher(Files.readString(file));
                while (region.find()) {
                    String earlier = regions.put(region.group(1), withoutIndentation(region.group(2)));
                    assertThat(earlier).as("a second %s", region.group(1)).isNull();
                }
            }
        }
        return regions;
    }

    /** A line break at the end would count as a line without any. */
    private static String withoutIndentation(String code) {
        return code.stripTrailing().stripIndent();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
