package dev.locking.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupPolicy;
import dev.locking.RetryPolicy;
import dev.locking.retry.LockingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What editors offer: what there is, and nothing else. */
class MetadataTest {

    private final Map<String, Map<String, Object>> properties = read();

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> read() {
        Map<String, Map<String, Object>> properties = new TreeMap<>();
        for (Object property : (List<Object>) requireNonNull(parsed().get("properties"))) {
            Map<String, Object> one = (Map<String, Object>) property;
            String name = (String) requireNonNull(one.get("name"));
            if (name.startsWith("locking.") && !name.startsWith("locking.web.")) {
                properties.put(name, one);
            }
        }
        return properties;
    }

    /** JSON is YAML too, but for an escape that is not needed. */
    private static Map<String, Object> parsed() {
        try (InputStream metadata = requireNonNull(
                LockingAutoConfiguration.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            String json = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            return new Yaml().load(json.replace("\\/", "/"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String written(String prefix, String setting) {
        return prefix + setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void everySettingIsThereAndNoOther() {
        TreeSet<String> expected = new TreeSet<>(List.of(
                "locking.check",
                "locking.enabled",
                "locking.group.connections",
                "locking.group.create",
                "locking.group.table",
                "locking.ledger.create",
                "locking.ledger.keep",
                "locking.ledger.table",
                "locking.operations",
                "locking.policies",
                "locking.report.modified-at",
                "locking.report.modified-by"));
        RetryPolicy.settingNames().forEach(name -> expected.add(written("locking.retry.", name)));
        GroupPolicy.settingNames().forEach(name -> expected.add(written("locking.group.", name)));

        assertThat(properties.keySet()).isEqualTo(expected);
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(properties.values())
                .allSatisfy(property -> assertThat(property)
                        .extractingByKey("description")
                        .asString()
                        .endsWith("."));
    }

    /** The defaults that are told are those that count: with them, nothing changes. */
    @Test
    void theDefaultsAreThoseOfThePolicies() {
        Map<String, String> told = new TreeMap<>();
        properties.forEach((name, property) -> {
            Object byDefault = property.get("defaultValue");
            if (byDefault != null) {
                told.put(name, byDefault.toString());
            }
        });
        assertThat(told).hasSize(23).containsEntry("locking.group.max-wait", ExclusiveGroup.DEFAULT_MAX_WAIT);

        RetryPolicy.Builder retry = RetryPolicy.builder();
        RetryPolicy.settingNames().stream()
                .filter(name -> told.containsKey(written("locking.retry.", name)))
                .forEach(name -> retry.set(name, requireNonNull(told.get(written("locking.retry.", name)))));
        assertThat(retry.build()).hasToString(RetryPolicy.defaults().toString());

        GroupPolicy group = GroupPolicy.named("wallet");
        for (String name : GroupPolicy.settingNames()) {
            String value = told.get(written("locking.group.", name));
            group = value == null ? group : group.set(name, value);
        }
        assertThat(group).hasToString(GroupPolicy.named("wallet").toString());
    }

    @Test
    void whatIsOfferedIsAccepted() {
        Map<String, String> all = new TreeMap<>();
        properties.forEach((name, property) -> {
            if (property.containsKey("defaultValue")) {
                all.put(name, String.valueOf(property.get("defaultValue")));
            }
        });

        LockingSettings.open("test", all).close();
    }

    @Test
    void thePresetsAreOffered() {
        assertThat(String.valueOf(parsed().get("hints"))).contains("camunda", "flowable", "kubernetes");
    }
}
