package dev.locking.retry.weaving;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;

/**
 * Weaves {@code @RetryOnConflict} and {@code @ExclusiveGroup} methods; all doors for weaving apply this plugin. A method
 *
 * <pre>{@code
 * @RetryOnConflict(maxRetries = 3)
 * long deposit(long walletId, BigDecimal amount) throws NoSuchWalletException {
 *     ...
 * }
 * }</pre>
 *
 * becomes, with its annotations and its signature untouched,
 *
 * <pre>{@code
 * @RetryOnConflict(maxRetries = 3)
 * @Woven
 * long deposit(long walletId, BigDecimal amount) throws NoSuchWalletException {
 *     return engine.execute("Wallets.deposit, maxRetries=3", () -> deposit$attempt(walletId, amount));
 * }
 *
 * private long deposit$attempt(long walletId, BigDecimal amount) throws NoSuchWalletException {
 *     ...
 * }
 * }</pre>
 *
 * where the call is one {@code invokedynamic} that {@link dev.locking.retry.runtime.WovenCall} links. The output depends
 * on the input alone, and a woven method is left alone by a second pass. Thread-safe.
 */
public final class LockingPlugin implements Plugin {

    /** Byte Buddy's Maven plugin makes the instance. */
    public LockingPlugin() {}

    private static final String PROXIES = "dev.locking.spring.LockingAutoConfiguration";

    @Override
    public boolean matches(TypeDescription type) {
        return !type.isAnnotation()
                && (!WovenMethod.allOf(type).isEmpty()
                        || WovenMethod.isAnnotatedInVain(type)
                        || !WovenMethod.keyedInVain(type).isEmpty());
    }

    /**
     * Weaves a type.
     *
     * @throws IllegalStateException if an annotated member cannot be woven; the message names it and the reason
     */
    @Override
    public DynamicType.Builder<?> apply(
            DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator classFileLocator) {
        var methods = WovenMethod.allOf(type);
        if (type.isInterface() && arePartOfProxies(classFileLocator)) {
            methods = methods.stream()
                    .filter(woven -> !woven.method().isAbstract())
                    .toList();
            if (methods.isEmpty()) {
                return builder;
            }
        }
        Refusals.refuseUnweavable(type, methods);
        return builder.visit(new BodyMover(methods));
    }

    /** Where beans of an interface are retried by proxies, so that its annotations are not in vain. */
    private static boolean arePartOfProxies(ClassFileLocator classPath) {
        try {
            return classPath.locate(PROXIES).isResolved();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
