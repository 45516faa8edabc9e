package dev.locking.retry;

import dev.locking.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for operations, what applies to each of them, and changes while the application runs. Sources, the later
 * winning over the earlier: {@code locking.properties} on the class path, system properties, an application's own (Spring's), and
 * what is {@linkplain #set set} here. The names are in {@code docs/configuration.md}. Thread-safe.
 *
 * @since 0.1
 */
public final class LockingSettings implements AutoCloseable {

    private static final String AT_RUN_TIME = "set at run time";

    /** Whoever makes names that vary from call to call shall not fill the memory. */
    private static final int MOST_KNOWN = 10_000;

    /** The process first; the last one is the standard. */
    private static final List<LockingSettings> OPEN = new ArrayList<>();

    private static volatile @Nullable LockingSettings standard;

    private final Map<SettingName, WrittenSetting> written;
    private final ConcurrentMap<String, ConfiguredOperation> known = new ConcurrentHashMap<>();
    private Map<SettingName, WrittenSetting> atRunTime = Map.of();
    private volatile SettingsInEffect inEffect;

    private LockingSettings(SettingSources sources) {
        this.written = sources.all();
        this.inEffect = new SettingsInEffect(written);
    }

    /**
     * The settings that woven methods and {@link Locking} go by: those of the application that was opened last and is still
     * open, else those of the process.
     *
     * @return read when they are first needed
     * @throws IllegalArgumentException if a setting makes no sense; the message has its name, its value and what would be right
     */
    public static LockingSettings standard() {
        LockingSettings known = standard;
        return known != null ? known : ofProcess();
    }

    private static LockingSettings ofProcess() {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                OPEN.add(new LockingSettings(SettingSources.ofProcess()));
            }
            return latest();
        }
    }

    private static LockingSettings latest() {
        LockingSettings latest = OPEN.get(OPEN.size() - 1);
        standard = latest;
        return latest;
    }

    /**
     * Opens the settings of an application, which has a source of its own above those of the process. They are the
     * {@linkplain #standard standard} until they are closed, or another application opens its own. For integrations.
     *
     * @param source the name of the source
     * @param values by their names, such as {@code locking.retry.max-retries}; others may be among them
     * @return the settings, to be closed with the application
     * @throws IllegalArgumentException if a setting makes no sense
     */
    public static LockingSettings open(String source, Map<String, String> values) {
        SettingSources sources = SettingSources.ofProcess();
        sources.add(source, values, false);
        LockingSettings opened = new LockingSettings(sources);
        synchronized (OPEN) {
            ofProcess();
            OPEN.add(opened);
            latest();
        }
        return opened;
    }

    /** The application ends. Those of the process cannot be closed. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (OPEN.indexOf(this) > 0) {
                OPEN.remove(this);
                latest();
            }
        }
    }

    /**
     * Whether the library does its work.
     *
     * @return false if {@code locking.enabled} is false
     */
    public boolean isEnabled() {
        return inEffect.isEnabled();
    }

    /**
     * A setting that belongs to no operation, for those who read it; also a system property that was set after this was made.
     *
     * @param name such as {@code locking.check}
     * @return its text, or null if it is not set
     */
    public @Nullable String text(String name) {
        WrittenSetting setting = inEffect.other(name.substring(SettingName.PREFIX.length()));
        return setting == null ? System.getProperty(name) : setting.value();
    }

    /**
     * The operations that were executed or annotated so far.
     *
     * @return what applies to each, by name
     */
    public List<OperationSettings> operations() {
        return known.keySet().stream()
                .sorted()
                .flatMap(name -> operation(name).stream())
                .toList();
    }

    /**
     * What applies to an operation.
     *
     * @param name of the operation
     * @return empty if nobody has executed it yet
     */
    public Optional<OperationSettings> operation(String name) {
        ConfiguredOperation found = known.get(name);
        return found == null ? Optional.empty() : Optional.of(upToDate(found).view());
    }

    /**
     * What is configured for operations that were neither executed nor annotated so far: maybe their names are misspelled.
     *
     * @return the settings, by name
     */
    public List<UnusedSetting> unused() {
        return inEffect.unused(known.keySet());
    }

    private ConfiguredOperation upToDate(ConfiguredOperation found) {
        SettingsInEffect now = inEffect;
        return found.settings() == now ? found : found.by(now);
    }

    /**
     * Changes a setting; {@link #set(Map)}.
     *
     * @param name such as {@code locking.operations.Wallets.deposit.max-retries}
     * @param value its text
     * @throws IllegalArgumentException as there
     */
    public void set(String name, String value) {
        set(Map.of(name, value));
    }

    /**
     * Changes settings, all at once. Executions that begin from now on go by them; those that run do not. {@code locking.enabled},
     * and all that belongs to operations, groups and policies can be changed.
     *
     * @param values by their names
     * @throws IllegalArgumentException if there is no such setting, one makes no sense, or an operation that is known could not
     *     be executed with it; nothing is changed then
     */
    public synchronized void set(Map<String, String> values) {
        values.keySet().forEach(LockingSettings::requireChangeable);
        SettingSources added = new SettingSources();
        added.add(AT_RUN_TIME, values, true);
        Map<SettingName, WrittenSetting> next = new LinkedHashMap<>(atRunTime);
        next.putAll(added.all());
        become(next);
    }

    /**
     * Takes back what was set here, so that the other sources count again.
     *
     * @param names of settings
     * @throws IllegalArgumentException as {@link #set(Map)}
     */
    public synchronized void unset(String... names) {
        Map<SettingName, WrittenSetting> next = new LinkedHashMap<>(atRunTime);
        Arrays.stream(names).map(SettingName::parse).forEach(next::remove);
        become(next);
    }

    private static void requireChangeable(String name) {
        SettingName parsed = name.startsWith(SettingName.PREFIX) ? SettingName.parse(name) : null;
        if (parsed != null
                && parsed.place() == SettingName.Place.OTHER
                && !parsed.setting().equals("enabled")) {
            throw new IllegalArgumentException(
                    name + " is read when a SessionFactory is built. Set it in a file or property, and start again.");
        }
    }

    private void become(Map<SettingName, WrittenSetting> changed) {
        Map<SettingName, WrittenSetting> all = new LinkedHashMap<>(written);
        all.putAll(changed);
        SettingsInEffect next = new SettingsInEffect(all);
        known.values().forEach(operation -> operation.by(next));
        atRunTime = changed;
        inEffect = next;
    }

    /** As it is executed now. */
    Operation configured(Operation declared) {
        ConfiguredOperation found = known.get(declared.name());
        return found != null && found.settings() == inEffect && found.isOf(declared)
                ? found.operation()
                : configure(declared, Use.BY_CODE).operation();
    }

    /** Reads what holds for an operation. */
    ConfiguredOperation configure(Operation declared, Use use) {
        ConfiguredOperation configured = inEffect.of(declared, use);
        if (known.size() < MOST_KNOWN || known.containsKey(declared.name())) {
            known.put(declared.name(), configured);
        }
        return configured;
    }

    /** For as long as it is the same, nothing has changed. */
    SettingsInEffect inEffect() {
        return inEffect;
    }
}
