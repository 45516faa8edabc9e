package dev.locking.spring;

import dev.locking.retry.LockingSettings;
import org.hibernate.SessionFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The actuator's endpoint {@code locking}, where the actuator is there and the endpoint exposed. */
@AutoConfiguration(after = LockingAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class, SessionFactory.class})
public class LockingEndpointAutoConfiguration {

    /** For Spring. */
    public LockingEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(LockingSettings.class)
    @ConditionalOnAvailableEndpoint
    static LockingEndpoint lockingEndpoint(LockingSettings settings) {
        return new LockingEndpoint(settings);
    }
}
