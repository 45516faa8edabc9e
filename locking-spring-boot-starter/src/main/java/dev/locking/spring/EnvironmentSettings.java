package dev.locking.spring;

import dev.locking.retry.LockingSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What Spring's environment says under {@code locking}, in whatever source and spelling: names of operations may stand as they
 * are, or in brackets, and lists of YAML are lists with commas.
 */
final class EnvironmentSettings {

    private EnvironmentSettings() {}

    static LockingSettings open(Environment environment) {
        Map<String, String> texts = new LinkedHashMap<>();
        Binder.get(environment)
                .bind("locking", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((name, value) -> texts.merge(
                        "locking." + name.replaceAll("\\.\\d+$", ""), value, (one, other) -> one + "," + other));
        return LockingSettings.open("Spring", texts);
    }
}
