package dev.locking.tests.watching;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The files in {@code dashboards}. */
final class Shipped {

    static final Path FOLDER = Path.of("..", "dashboards");
    static final Path ALERTS = FOLDER.resolve("alerts.yaml");
    static final Path TESTS_OF_ALERTS = FOLDER.resolve("alerts-test.yaml");
    private static final Path DASHBOARD = FOLDER.resolve("locking.json");

    private Shipped() {}

    static String alerts() {
        return read(ALERTS);
    }

    static List<Map<String, Object>> rules() {
        Map<String, Object> file = new Yaml().load(alerts());
        return list(list(file, "groups").get(0), "rules");
    }

    static Map<String, Object> dashboard() {
        return new Yaml().load(read(DASHBOARD));
    }

    static List<Map<String, Object>> panels() {
        return list(dashboard(), "panels");
    }

    /** Of all panels, as they are in the file. */
    static List<String> queries() {
        List<String> queries = new ArrayList<>();
        for (Map<String, Object> panel : panels()) {
            list(panel, "targets").forEach(target -> queries.add(String.valueOf(target.get("expr"))));
        }
        return queries;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> variables() {
        return list((Map<String, Object>) requireNonNull(dashboard().get("templating")), "list");
    }

    /** Of a variable; empty if it asks for nothing. */
    static String query(Map<String, Object> variable) {
        return variable.get("query") instanceof Map<?, ?> query ? String.valueOf(query.get("query")) : "";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) requireNonNull(of.get(name), name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
