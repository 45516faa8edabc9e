package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.SettingName.Part;
import dev.locking.retry.SettingName.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all sources say at one moment, checked as far as it can be without knowing the operations. Immutable. */
final class SettingsInEffect {

    /** One attempt, in a transaction as ever, whose failure leaves as it came. */
    private static final RetryPolicy OUT_OF_THE_WAY =
            RetryPolicy.builder().maxRetries(0).abortOn(Set.of(Exception.class)).build();

    /** A place, and which of its parts. */
    private record Section(Place place, String of, Part part) {}

    private final Map<Section, Map<String, WrittenSetting>> sections = new HashMap<>();
    private final Map<String, WrittenSetting> others = new HashMap<>();
    private final Set<String> policies = new TreeSet<>(Presets.ALL.keySet());
    private final boolean enabled;

    /** @throws IllegalArgumentException if a setting makes no sense */
    SettingsInEffect(Map<SettingName, WrittenSetting> all) {
        Presets.ALL.forEach(
                (name, settings) -> sections.put(new Section(Place.POLICY, name, Part.RETRY), preset(name)));
        all.forEach(this::put);
        enabled = isEnabled(others.get("enabled"));
        sections.values().forEach(this::refusePolicyThatIsNotThere);
        sections.forEach(SettingsInEffect::refuseNonsense);
        requireToGoTogether(Map.of());
        policies.forEach(name -> requireToGoTogether(Map.of("policy", new WrittenSetting("", name, "code"))));
    }

    private static Map<String, WrittenSetting> preset(String name) {
        Map<String, WrittenSetting> settings = new LinkedHashMap<>();
        requireNonNull(Presets.ALL.get(name))
                .forEach((setting, value) -> settings.put(setting, new WrittenSetting("", value, "preset " + name)));
        return settings;
    }

    private void put(SettingName name, WrittenSetting written) {
        if (name.place() == Place.OTHER) {
            others.put(name.setting(), written);
            return;
        }
        if (name.place() == Place.POLICY) {
            if (Presets.ALL.containsKey(name.of())) {
                throw written.refusedBecause(
                        new IllegalArgumentException(name.of() + " is a preset. Give your policy another name."));
            }
            policies.add(name.of());
        }
        sections.computeIfAbsent(new Section(name.place(), name.of(), name.part()), same -> new LinkedHashMap<>())
                .put(name.setting(), written);
    }

    private static boolean isEnabled(@Nullable WrittenSetting written) {
        if (written == null || written.value().equalsIgnoreCase("true")) {
            return true;
        }
        if (written.value().equalsIgnoreCase("false")) {
            return false;
        }
        throw written.refusedBecause(new IllegalArgumentException("Set true or false (default true)."));
    }

    private void refusePolicyThatIsNotThere(Map<String, WrittenSetting> settings) {
        WrittenSetting written = settings.get("policy");
        if (written != null && !policies.contains(written.value().toLowerCase(Locale.ROOT))) {
            throw written.refusedBecause(new IllegalArgumentException("There is no policy \"" + written.value()
                    + "\". Is " + NearName.of(written.value(), policies) + " meant? There are "
                    + String.join(", ", policies) + "; locking.policies.<name>.* makes one."));
        }
    }

    private static void refuseNonsense(Section section, Map<String, WrittenSetting> settings) {
        RetryPolicy.Builder retry = RetryPolicy.builder();
        settings.forEach((name, written) -> {
            try {
                if (section.part == Part.RETRY) {
                    retry.set(name, written.value());
                } else {
                    GroupPolicy.named("all").set(name, written.value());
                }
            } catch (IllegalArgumentException e) {
                throw written.refusedBecause(e);
            }
        });
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Those that name other operations than these. */
    List<UnusedSetting> unused(Collection<String> operations) {
        Set<String> known = new HashSet<>();
        operations.forEach(operation -> known.add(operation.toLowerCase(Locale.ROOT)));
        return sections.entrySet().stream()
                .filter(section -> section.getKey().place == Place.OPERATION)
                .filter(section -> !known.contains(section.getKey().of))
                .flatMap(section -> section.getValue().values().stream()
                        .map(written -> new UnusedSetting(
                                written.name(),
                                written.source(),
                                NearName.within(SettingName.TYPING_ERRORS, section.getKey().of, operations))))
                .sorted(Comparator.comparing(UnusedSetting::name))
                .toList();
    }

    /** A setting that belongs to no policy, such as {@code check}, or null. */
    @Nullable
    WrittenSetting other(String name) {
        return others.get(name);
    }

    /**
     * What holds for an operation.
     *
     * @throws IllegalArgumentException if it makes no sense
     */
    ConfiguredOperation of(Operation declared, Use use) {
        String source = declared.method() == null ? "code" : "annotation";
        Map<String, WrittenSetting> retrySources = new LinkedHashMap<>();
        Map<String, WrittenSetting> groupSources = new LinkedHashMap<>();
        RetryPolicy retry =
                retry(declared.policy(), written(declared.policy().told(), source), declared.name(), retrySources);
        GroupPolicy group = declared.group() == null
                ? null
                : group(declared.group(), written(declared.group().told(), source), declared.name(), groupSources);
        Operation operation = enabled ? configured(declared, retry, group) : outOfTheWay(declared);
        if (enabled) {
            use.refuseContradiction(operation);
        }
        return new ConfiguredOperation(this, declared, use, operation, retrySources, groupSources);
    }

    private static Operation configured(Operation declared, RetryPolicy retry, @Nullable GroupPolicy group) {
        Operation operation = declared.policy(retry);
        return group == null ? operation : operation.group(group);
    }

    private static Operation outOfTheWay(Operation declared) {
        Operation plain =
                Operation.named(declared.name()).policy(OUT_OF_THE_WAY).unit(declared.unit());
        return declared.method() == null ? plain : plain.declaredBy(declared.method());
    }

    private static Map<String, WrittenSetting> written(Map<String, String> told, String source) {
        Map<String, WrittenSetting> written = new LinkedHashMap<>();
        told.forEach((name, value) -> written.put(name, new WrittenSetting("", value, source)));
        return written;
    }

    /** For an operation of which nothing else is said. */
    private void requireToGoTogether(Map<String, WrittenSetting> told) {
        retry(RetryPolicy.defaults(), told, "", new LinkedHashMap<>());
        group(GroupPolicy.named("all"), told, "", new LinkedHashMap<>());
    }

    private RetryPolicy retry(
            RetryPolicy declared,
            Map<String, WrittenSetting> told,
            String operation,
            Map<String, WrittenSetting> sources) {
        merge(Part.RETRY, told, operation, sources);
        RetryPolicy.Builder policy =
                RetryPolicy.builder().retryOn(declared.retryOn()).abortOn(declared.abortOn());
        WrittenSetting cycle = sources.get("cycle");
        try {
            if (cycle != null) {
                policy.cycle(cycle.value());
            }
            sources.forEach((name, written) -> {
                if (!name.equals("cycle") && !name.equals("policy")) {
                    policy.set(name, written.value());
                }
            });
            return policy.build();
        } catch (IllegalArgumentException e) {
            throw together(operation, sources, e);
        }
    }

    private GroupPolicy group(
            GroupPolicy declared,
            Map<String, WrittenSetting> told,
            String operation,
            Map<String, WrittenSetting> sources) {
        merge(Part.GROUP, told, operation, sources);
        GroupPolicy policy = GroupPolicy.named(declared.name());
        try {
            for (Map.Entry<String, WrittenSetting> setting : sources.entrySet()) {
                if (!setting.getKey().equals("policy")) {
                    policy = policy.set(setting.getKey(), setting.getValue().value());
                }
            }
            return policy;
        } catch (IllegalArgumentException e) {
            throw together(operation, sources, e);
        }
    }

    private static IllegalArgumentException together(
            String operation, Map<String, WrittenSetting> sources, IllegalArgumentException reason) {
        StringBuilder said = new StringBuilder();
        sources.forEach((name, written) -> said.append(said.isEmpty() ? "" : ", ")
                .append(name)
                .append(" = ")
                .append(written.value())
                .append(" by ")
                .append(written.origin()));
        return new IllegalArgumentException(
                (operation.isEmpty() ? "What is set for all operations" : operation) + ": " + reason.getMessage()
                        + " It has " + said + ".",
                reason);
    }

    /** From the least to the most specific, each above the policy that it names, unless a more specific one names another. */
    private void merge(
            Part part, Map<String, WrittenSetting> declared, String operation, Map<String, WrittenSetting> merged) {
        refusePolicyThatIsNotThere(declared);
        List<Map<String, WrittenSetting>> layers = List.of(
                section(Place.EVERYWHERE, "", part),
                declared,
                section(Place.OPERATION, operation.toLowerCase(Locale.ROOT), part));
        WrittenSetting policy = layers.stream()
                .map(layer -> layer.get("policy"))
                .filter(named -> named != null)
                .reduce(null, (less, more) -> more);
        for (Map<String, WrittenSetting> layer : layers) {
            if (policy != null && policy.equals(layer.get("policy"))) {
                put(section(Place.POLICY, policy.value().toLowerCase(Locale.ROOT), part), merged);
            }
            put(layer, merged);
        }
    }

    private Map<String, WrittenSetting> section(Place place, String of, Part part) {
        return sections.getOrDefault(new Section(place, of, part), Map.of());
    }

    /** A cycle says what several others say, and what was said of these before does not count any more. */
    private static void put(Map<String, WrittenSetting> layer, Map<String, WrittenSetting> merged) {
        if (layer.containsKey("cycle")) {
            merged.keySet().removeAll(ConfiguredOperation.BY_CYCLE);
        }
        merged.putAll(layer);
    }
}
