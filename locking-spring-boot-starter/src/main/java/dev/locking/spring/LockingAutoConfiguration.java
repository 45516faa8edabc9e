package dev.locking.spring;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Lets Spring's transactions be those of attempts, and beans' annotated methods be retried.
 *
 * <p>{@code locking.enabled = false} takes the advisor out of the way: what is not woven runs as if it were not annotated.
 */
@AutoConfiguration
@ConditionalOnClass({
    EntityManagerFactory.class,
    SessionFactory.class,
    JpaTransactionManager.class,
    TransactionInterceptor.class
})
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
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
    static TransactionOwnership lockingTransactionOwnership(ObjectProvider<SpringTransactions> transactions) {
        return new TransactionOwnership(transactions);
    }

    /** Infrastructure, or the proxy creator that Spring's transactions bring would pass over it without a word. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnProperty(name = "locking.enabled", havingValue = "true", matchIfMissing = true)
    static RetryAdvisor lockingRetryAdvisor(ObjectProvider<SpringTransactions> transactions) {
        return new RetryAdvisor(new AnnotatedMethods(transactions));
    }
}
