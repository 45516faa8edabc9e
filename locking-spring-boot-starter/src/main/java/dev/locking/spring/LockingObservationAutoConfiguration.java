package dev.locking.spring;

import io.micrometer.observation.ObservationRegistry;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Makes executions and attempts spans, where the application has an {@code ObservationRegistry}. */
@AutoConfiguration(after = LockingAutoConfiguration.class)
@ConditionalOnClass({ObservationRegistry.class, SessionFactory.class})
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public class LockingObservationAutoConfiguration {

    /** For Spring. */
    public LockingObservationAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ObservedExecutions lockingObservedExecutions(ObjectProvider<ObservationRegistry> registries) {
        return new ObservedExecutions(registries);
    }
}
