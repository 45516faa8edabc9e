package dev.locking.hibernate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The class files of the application, as far as they are cheap to find: the directories on the class path, and the
 * directories and jars that classes of the application came from. Other jars are not opened, to keep the start fast.
 */
final class ClassFiles {

    private static final Logger LOG = Logger.getLogger(ClassFiles.class);

    private static final String SUFFIX = ".class";

    private final Set<Path> places;

    private ClassFiles(Set<Path> places) {
        this.places = places;
    }

    static ClassFiles near(Stream<Class<?>> classes) {
        Set<Path> places = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
                places.add(Path.of(entry).toAbsolutePath().normalize());
            }
        }
        classes.map(ClassFiles::origin).filter(place -> place != null).forEach(places::add);
        return new ClassFiles(places);
    }

    private static @Nullable Path origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            return location == null ? null : Path.of(location.toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            LOG.debugf(e, "%s is not looked at", location);
            return null;
        }
    }

    /** The names of the classes whose constant pool names the annotation; a few more may be among them. */
    Set<String> mentioning(Class<?> annotation) {
        byte[] descriptor = annotation.descriptorString().getBytes(StandardCharsets.UTF_8);
        Set<String> names = new TreeSet<>();
        for (Path place : places) {
            try {
                names.addAll(search(place, descriptor));
            } catch (IOException | UncheckedIOException e) {
                LOG.debugf(e, "%s is not looked at", place);
            }
        }
        return names;
    }

    private static List<String> search(Path place, byte[] descriptor) throws IOException {
        if (Files.isDirectory(place)) {
            return searchBelow(place, descriptor);
        }
        if (!Files.isRegularFile(place)) {
            return List.of();
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return searchBelow(jar.getPath("/"), descriptor);
        }
    }

    private static List<String> searchBelow(Path root, byte[] descriptor) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> contains(bytes(file), descriptor))
                    .map(file -> className(root.relativize(file).toString()))
                    .toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(String file) {
        return file.substring(0, file.length() - SUFFIX.length())
                .replace('/', '.')
                .replace('\\', '.');
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            int matched = 0;
            while (matched < wanted.length && bytes[at + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
