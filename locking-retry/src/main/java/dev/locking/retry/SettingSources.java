package dev.locking.retry;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where settings are written, the later sources winning over the earlier: what was read so far, by the names' meaning. */
final class SettingSources {

    static final String FILE = "locking.properties";
    static final String SYSTEM = "system property";

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    /** One source may be read several times, and be part of another one. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final Map<SettingName, WrittenSetting> all = new LinkedHashMap<>();

    /** {@value #FILE} on the class path, then the system properties. */
    static SettingSources ofProcess() {
        SettingSources sources = new SettingSources();
        sources.add(FILE, file(), true);
        sources.add(SYSTEM, texts(System.getProperties()), false);
        return sources;
    }

    /**
     * Adds what a source says under names that begin with {@value SettingName#PREFIX}.
     *
     * @param ours whether nobody else can have such names there
     * @throws IllegalArgumentException if there is no such setting, or it is written twice
     */
    void add(String source, Map<String, String> values, boolean ours) {
        Map<SettingName, WrittenSetting> added = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            SettingName parsed = name.startsWith(SettingName.PREFIX) ? parse(name, source) : null;
            if (parsed != null) {
                WrittenSetting other = added.put(parsed, new WrittenSetting(name, value.strip(), source));
                refuseTwice(other, name);
            } else if (ours) {
                throw new IllegalArgumentException("There is no setting " + name + " (" + source
                        + "). All of them begin with locking.retry, locking.group, locking.policies.<name> or"
                        + " locking.operations.<operation>; see the table in docs/configuration.md.");
            } else {
                warnIfMisnamed(name, source);
            }
        });
        all.putAll(added);
    }

    /** Somebody else may have such a name, and cannot be refused it. */
    private static void warnIfMisnamed(String name, String source) {
        String meant = name.startsWith(SettingName.PREFIX) ? SettingName.meantBy(name) : null;
        if (meant != null && WARNED.add(name)) {
            LOG.warnf("%s (%s) sets nothing in this library. Is %s meant?", name, source, meant);
        }
    }

    private static @Nullable SettingName parse(String name, String source) {
        try {
            return SettingName.parse(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static void refuseTwice(@Nullable WrittenSetting other, String name) {
        if (other != null) {
            throw new IllegalArgumentException(
                    other.source() + ": " + other.name() + " and " + name + " are the same setting. Drop one of them.");
        }
    }

    Map<SettingName, WrittenSetting> all() {
        return all;
    }

    /** The first one on the class path, as every resource: the application's own comes before those of libraries. */
    private static Map<String, String> file() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = ofThread == null ? SettingSources.class.getClassLoader() : ofThread;
        URL file = loader.getResource(FILE);
        return file == null ? Map.of() : read(file);
    }

    private static Map<String, String> read(URL file) {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return texts(properties);
    }

    /** Those whose name and value are texts, which others may change meanwhile. */
    private static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> texts.put(name, properties.getProperty(name, "")));
        return texts;
    }
}
