package dev.locking.hibernate;

import dev.locking.ExclusiveGroup;
import dev.locking.RetryOnConflict;
import dev.locking.spi.Woven;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.PersistentClass;
import org.jboss.logging.Logger;

/**
 * Reports classes that ask for retries or turns and were woven by nobody: they work as if they had not asked. Whether a
 * class is woven is read from the class as the JVM has it, so one that an agent weaves while it is loaded is fine.
 */
final class UnwovenClasses {

    private static final Logger LOG = Logger.getLogger(UnwovenClasses.class);

    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private UnwovenClasses() {}

    static void report(Metadata metadata) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Stream<Class<?>> entities = metadata.getEntityBindings().stream()
                .filter(PersistentClass::hasPojoRepresentation)
                .map(PersistentClass::getMappedClass);
        ClassFiles files = ClassFiles.near(entities);
        SortedSet<String> names = new TreeSet<>(files.mentioning(RetryOnConflict.class));
        names.addAll(files.mentioning(ExclusiveGroup.class));
        for (String name : names) {
            if (isUnwoven(name, loader) && REPORTED.add(name)) {
                LOG.errorf(
                        "%s has @RetryOnConflict or @ExclusiveGroup, but nobody wove it: its conflicts are NOT retried, and its"
                                + " calls take NO turns. Weave it when it is built (byte-buddy-maven-plugin, goal transform) or"
                                + " when it is loaded (-javaagent with the agent jar of locking-retry).",
                        name);
            }
        }
    }

    /** So that a test can build more than one factory. */
    static void forgetReported() {
        REPORTED.clear();
    }

    private static boolean isUnwoven(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            return asksForWeaving(type)
                    && Arrays.stream(type.getDeclaredMethods())
                            .noneMatch(method -> method.isAnnotationPresent(Woven.class));
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debugf(e, "%s cannot be looked at", name);
            return false;
        }
    }

    private static boolean asksForWeaving(Class<?> type) {
        return type.isAnnotationPresent(RetryOnConflict.class)
                || Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.isAnnotationPresent(RetryOnConflict.class)
                                || method.isAnnotationPresent(ExclusiveGroup.class));
    }
}
