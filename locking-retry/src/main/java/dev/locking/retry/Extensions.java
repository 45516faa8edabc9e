package dev.locking.retry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * What others have put in to watch executions, which may throw without affecting any; the first failure of each is reported.
 * Thread-safe.
 */
final class Extensions<T> {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final List<T> all;
    private final Predicate<T> isActive;
    private final Set<T> failedOnce = ConcurrentHashMap.newKeySet();

    /** @param isActive whether one wants to know, and is worth being called */
    Extensions(List<T> all, Predicate<T> isActive) {
        this.all = List.copyOf(all);
        this.isActive = isActive;
    }

    /** Whether anybody wants to know. Makes no object: it is asked in each execution. */
    boolean areActive() {
        for (int i = 0; i < all.size(); i++) {
            if (isActive(all.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isActive(T one) {
        try {
            return isActive.test(one);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(one, e);
            return false;
        }
    }

    void forEachActive(Consumer<T> event) {
        for (T one : all) {
            if (isActive(one)) {
                quietly(one, () -> event.accept(one));
            }
        }
    }

    void quietly(T one, Runnable event) {
        try {
            event.run();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            report(one, e);
        }
    }

    private void report(T one, Throwable failure) {
        if (failedOnce.add(one)) {
            LOG.warnf(failure, "%s failed; the execution is not affected. Not reported again.", one.getClass());
        }
    }
}
