package dev.locking.retry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Warns, once per operation, that another retry library runs around it: retries inside retries multiply. It is looked for
 * on the stack when a conflict goes to the caller, which is rare; one that runs the operation on another thread is not seen.
 */
final class RetryLibraries {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    /** What their classes begin with, as far as those are on the stack while the guarded code runs. */
    private static final List<String> KNOWN = List.of(
            "org.springframework.core.retry.",
            "org.springframework.resilience.retry.",
            "org.springframework.retry.",
            "io.github.resilience4j.retry.",
            "dev.failsafe.",
            "net.jodah.failsafe.",
            "io.smallrye.faulttolerance.",
            "com.vladmihalcea.concurrent.aop.",
            "io.hypersistence.utils.spring.aop.",
            "com.github.rholder.retry.");

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void conflictLeaves(String operation) {
        if (!warned.contains(operation)) {
            String around = StackWalker.getInstance().walk(RetryLibraries::firstKnown);
            if (around != null && warned.add(operation)) {
                LOG.warnf(
                        "%s gave up on a conflict and is called through %s, which may run it again: the attempts of both"
                                + " multiply. Let one of them retry. Not reported again for this operation.",
                        operation, around);
            }
        }
    }

    private static @Nullable String firstKnown(Stream<StackWalker.StackFrame> frames) {
        return frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> KNOWN.stream().anyMatch(name::startsWith))
                .findFirst()
                .orElse(null);
    }
}
