package dev.locking.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import net.bytebuddy.ByteBuddy;
import org.hibernate.Version;

/** Loads classes of Hibernate, and what else it takes of Byte Buddy, as they come in their jars, and prints the milliseconds that it took. */
final class ClassLoading {

    private static final String CLASS = ".class";

    private ClassLoading() {}

    /**
     * Of classes that cannot be loaded, because what they extend is not there, the next one is taken instead.
     *
     * @param args how many
     */
    public static void main(String[] args) throws IOException, URISyntaxException {
        int wanted = Integer.parseInt(args[0]);
        List<String> names = new ArrayList<>(names(Version.class));
        names.addAll(names(ByteBuddy.class));
        ClassLoader loader = ClassLoading.class.getClassLoader();
        long begin = System.nanoTime();
        int loaded = 0;
        for (int i = 0; i < names.size() && loaded < wanted; i++) {
            loaded += load(names.get(i), loader);
        }
        double millis = (System.nanoTime() - begin) / 1e6;
        if (loaded < wanted) {
            throw new IllegalStateException("There are " + loaded + " classes that can be loaded, not " + wanted);
        }
        System.out.println(millis);
    }

    private static int load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return 1;
        } catch (ClassNotFoundException | LinkageError e) {
            return 0;
        }
    }

    private static List<String> names(Class<?> one) throws IOException, URISyntaxException {
        Path jar =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && !name.contains("-info"))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }
}
