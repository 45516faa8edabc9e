package dev.locking.retry;

import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.ContextCarrier;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.ExecutionObserver;
import dev.locking.spi.FailureClassifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/** Puts the standard engine together from the services on the class path. */
final class Discovery {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private Discovery() {}

    static RetryEngine engine() {
        return new RetryEngine(
                theOnly(load(BoundaryProvider.class)),
                load(FailureClassifier.class),
                load(ContextCarrier.class),
                new Listeners(load(ExecutionListener.class)),
                new Observers(load(ExecutionObserver.class)),
                Timing.REAL);
    }

    private static BoundaryProvider theOnly(List<BoundaryProvider> providers) {
        if (providers.size() != 1) {
            throw new IllegalStateException("Exactly one integration must be on the class path, but there are "
                    + providers.size() + ": "
                    + providers.stream().map(p -> p.getClass().getName()).toList()
                    + ". For Hibernate, depend on dev.locking:locking-hibernate.");
        }
        return providers.get(0);
    }

    /** A service whose optional dependency (such as Micrometer) is absent is left out. */
    static <S> List<S> load(Class<S> service) {
        List<S> found = new ArrayList<>();
        Iterator<S> services =
                ServiceLoader.load(service, RetryEngine.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return found;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | NoClassDefFoundError e) {
                leaveOutIfItLacksAClass(service, e);
            }
        }
    }

    /** The JDK decides how it is told: 17 wraps the missing class and throws from next, 25 throws it from hasNext. */
    private static void leaveOutIfItLacksAClass(Class<?> service, Error failure) {
        if (!(failure instanceof NoClassDefFoundError || failure.getCause() instanceof NoClassDefFoundError)) {
            throw failure;
        }
        LOG.debugf(failure, "A %s is left out, because what it needs is not on the class path", service.getName());
    }
}
