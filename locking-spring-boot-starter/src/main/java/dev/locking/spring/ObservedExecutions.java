package dev.locking.spring;

import dev.locking.retry.metrics.Observations;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Lets executions be observed in the application's registry, for as long as the application lives. */
final class ObservedExecutions implements SmartInitializingSingleton, DisposableBean {

    private final ObjectProvider<ObservationRegistry> registries;
    private @Nullable ObservationRegistry added;

    ObservedExecutions(ObjectProvider<ObservationRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        registries.ifUnique(registry -> {
            Observations.addRegistry(registry);
            added = registry;
        });
    }

    @Override
    public void destroy() {
        if (added != null) {
            Observations.removeRegistry(added);
        }
    }
}
