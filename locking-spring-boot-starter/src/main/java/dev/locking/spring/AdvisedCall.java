package dev.locking.spring;

import dev.locking.spi.Body;
import dev.locking.spi.DeclaredMethod;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A call that has come through the advisor and goes on through the rest of the proxy: the frames of the same method below it,
 * Spring's transaction advisor and maybe a woven one, belong to it and begin nothing. Used by the thread that runs the body.
 */
final class AdvisedCall {

    private static final ThreadLocal<@Nullable AdvisedCall> CURRENT = new ThreadLocal<>();

    private final DeclaredMethod method;
    private final boolean ownsTransaction;
    private final @Nullable AdvisedCall outer = CURRENT.get();
    private boolean entered;

    private AdvisedCall(DeclaredMethod method, boolean ownsTransaction) {
        this.method = method;
        this.ownsTransaction = ownsTransaction;
    }

    /**
     * The rest of a call.
     *
     * @param ownsTransaction whether a transaction has begun for it
     */
    static Body of(DeclaredMethod method, boolean ownsTransaction, Body rest) {
        return () -> {
            AdvisedCall call = new AdvisedCall(method, ownsTransaction);
            CURRENT.set(call);
            try {
                return rest.run();
            } finally {
                call.end();
            }
        };
    }

    private void end() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Whether the transaction of the method that is about to be called has begun. */
    static boolean hasBegunTransactionOf(Method called, @Nullable Class<?> targetClass) {
        AdvisedCall call = CURRENT.get();
        return call != null
                && call.ownsTransaction
                && call.method.equals(BeanMethod.of(called, targetClass).declared());
    }

    /** Whether a woven method is the one that the call is of. Only once: what calls itself again is another call. */
    static boolean enter(DeclaredMethod woven) {
        AdvisedCall call = CURRENT.get();
        if (call == null || call.entered || !call.method.equals(woven)) {
            return false;
        }
        call.entered = true;
        return true;
    }
}
