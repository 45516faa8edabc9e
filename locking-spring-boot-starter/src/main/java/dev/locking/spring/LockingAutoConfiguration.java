package dev.locking.spring;

import dev.locking.retry.LockingSettings;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Lets Spring's transactions be those of attempts, and beans' annotated methods be retried.
 *
 * <p>With {@code locking.enabled = false} annotated methods run once, in the transaction that they have as ever.
 */
@AutoConfiguration
@ConditionalOnClass({
    EntityManagerFactory.class,
    SessionFactory.class,
    JpaTransactionManager.class,
    TransactionInterceptor.class
})
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
@ImportRuntimeHints(LockingRuntimeHints.class)
public class LockingAutoConfiguration {

    /** For Spring. */
    public LockingAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SpringTransactions lockingTransactions(BeanFactory beans) {
        return new SpringTransactions(beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TransactionOwnership lockingTransactionOwnership(
            ObjectProvider<SpringTransactions> transactions, ObjectProvider<LockingSettings> settings) {
        return new TransactionOwnership(transactions, settings);
    }

    /** Infrastructure, or the proxy creator that Spring's transactions bring would pass over it without a word. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryAdvisor lockingRetryAdvisor(
            ObjectProvider<SpringTransactions> transactions, ObjectProvider<LockingSettings> settings) {
        return new RetryAdvisor(new AnnotatedMethods(transactions, settings));
    }

    /** When all beans are there, it is known which operations they have. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static UnusedSettings lockingUnusedSettings(ObjectProvider<LockingSettings> settings) {
        return new UnusedSettings(settings);
    }

    /** What the environment says under {@code locking}, above the settings of the process. Closed with the application. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockingSettings lockingSettings(Environment environment) {
        return EnvironmentSettings.open(environment);
    }
}
