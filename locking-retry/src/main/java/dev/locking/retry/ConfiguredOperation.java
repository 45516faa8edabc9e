package dev.locking.retry;

import dev.locking.GroupPolicy;
import dev.locking.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An operation with the settings that hold for it.
 *
 * @param settings by which it was made
 * @param declared as annotations or code say it
 * @param operation as it is executed
 * @param retrySources what was said of retries, by setting
 * @param groupSources what was said of the group
 */
record ConfiguredOperation(
        SettingsInEffect settings,
        Operation declared,
        Use use,
        Operation operation,
        Map<String, WrittenSetting> retrySources,
        Map<String, WrittenSetting> groupSources) {

    /** What a cycle says, besides itself. */
    static final Set<String> BY_CYCLE =
            Set.of("maxRetries", "delay", "multiplier", "maxDelay", "jitter", "maxDuration");

    /** Whether another one says the same; who makes an operation for each call has it read once all the same. */
    @SuppressWarnings("ReferenceEquality") // what is equal and not the same is read again, which does no harm
    boolean isOf(Operation other) {
        return other == declared
                || (other.policy() == declared.policy()
                        && other.group() == declared.group()
                        && other.method() == declared.method()
                        && other.unit().equals(declared.unit()));
    }

    ConfiguredOperation by(SettingsInEffect next) {
        return next.of(declared, use);
    }

    OperationSettings view() {
        Map<String, OperationSettings.Value> all = new LinkedHashMap<>();
        if (use.retried()) {
            operation.policy().settings().forEach((name, value) -> add(all, "", name, value, retrySources));
        }
        GroupPolicy group = operation.group();
        if (group != null) {
            all.put(
                    "group",
                    new OperationSettings.Value(group.name(), declared.method() == null ? "code" : "annotation"));
            group.settings().forEach((name, value) -> add(all, "group.", name, value, groupSources));
        }
        return new OperationSettings(declared.name(), settings.isEnabled(), all);
    }

    private static void add(
            Map<String, OperationSettings.Value> all,
            String prefix,
            String name,
            String value,
            Map<String, WrittenSetting> sources) {
        WrittenSetting written = sources.get(name);
        if (written == null && BY_CYCLE.contains(name)) {
            written = sources.get("cycle");
        }
        all.put(
                prefix + SettingName.written(name),
                new OperationSettings.Value(value, written == null ? "default" : written.origin()));
    }
}
