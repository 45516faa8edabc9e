package dev.locking.retry.weaving;

import static net.bytebuddy.matcher.ElementMatchers.isTypeInitializer;

import java.lang.System.Logger.Level;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.ExceptionMethod;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a class while it is loaded. Looks for the annotations' names in the bytes before it parses anything, since nearly
 * all classes have none. Thread-safe.
 */
final class LoadTimeWeaver implements ClassFileTransformer {

    private static final List<String> ANNOTATIONS = List.of(
            "Ldev/locking/RetryOnConflict;",
            "Ldev/locking/ExclusiveGroup;",
            "Ldev/locking/IdempotencyKey;",
            "Ldev/locking/GroupKey;");

    private static final String MARKER = "dev.locking.spi.Woven";

    private final LockingPlugin plugin = new LockingPlugin();

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || name == null || !mentionsAnnotation(bytes) || !canStillBeWoven(redefined)) {
            return null;
        }
        return weave(name.replace('/', '.'), loader, bytes);
    }

    private static boolean mentionsAnnotation(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return ANNOTATIONS.stream().anyMatch(text::contains);
    }

    /** A class that is redefined, by a debugger for instance, must keep the methods that it has. */
    private static boolean canStillBeWoven(@Nullable Class<?> redefined) {
        return redefined == null
                || Arrays.stream(redefined.getDeclaredMethods())
                        .flatMap(method -> Arrays.stream(method.getDeclaredAnnotations()))
                        .anyMatch(annotation ->
                                annotation.annotationType().getName().equals(MARKER));
    }

    private byte @Nullable [] weave(String name, ClassLoader loader, byte[] bytes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, bytes), ClassFileLocator.ForClassLoader.of(loader));
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        if (!plugin.matches(type)) {
            return null;
        }
        DynamicType.Builder<?> builder = new ByteBuddy().redefine(type, locator);
        try {
            return plugin.apply(builder, type, locator).make().getBytes();
        } catch (RuntimeException refusal) {
            report(refusal);
            return unusable(builder, refusal);
        }
    }

    /** The logger is not made before: an agent that starts the logging system would take the choice from the application. */
    private static void report(RuntimeException refusal) {
        System.getLogger(LoadTimeWeaver.class.getName()).log(Level.ERROR, refusal.getMessage(), refusal);
    }

    /** The JVM ignores what a transformer throws, and the class would work without retries; so it must not work at all. */
    private static byte[] unusable(DynamicType.Builder<?> builder, RuntimeException refusal) {
        return builder.invokable(isTypeInitializer())
                .intercept(ExceptionMethod.throwing(IllegalStateException.class, refusal.getMessage()))
                .make()
                .getBytes();
    }
}
