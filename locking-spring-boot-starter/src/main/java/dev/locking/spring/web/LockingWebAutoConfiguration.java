package dev.locking.spring.web;

import jakarta.servlet.Servlet;
import org.hibernate.SessionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Conflicts and versions over HTTP, where Spring MVC and Hibernate are there. {@code locking.web.enabled = false} leaves Spring MVC
 * as it is.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({
    Servlet.class,
    DispatcherServlet.class,
    SessionFactory.class,
    TransactionSynchronizationManager.class
})
@ConditionalOnProperty(name = "locking.web.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(WebSettings.class)
public class LockingWebAutoConfiguration {

    /** For Spring. */
    public LockingWebAutoConfiguration() {}

    @Bean
    static WebConfigurer lockingWebConfigurer(WebSettings settings) {
        return new WebConfigurer(new Problems(settings));
    }

    @Bean
    static VersionETagAdvice lockingVersionETagAdvice() {
        return new VersionETagAdvice();
    }
}
