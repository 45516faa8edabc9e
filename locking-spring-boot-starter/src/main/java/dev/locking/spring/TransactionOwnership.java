package dev.locking.spring;

import dev.locking.hibernate.TransactionOwner;
import dev.locking.retry.LockingSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Tells, before it is used, each {@code EntityManagerFactory} who begins its transactions, after the settings were read, and each transaction advisor which of
 * them it takes part in. Among the first post-processors: those that come later bring the transaction advisor into being.
 */
final class TransactionOwnership implements BeanPostProcessor, PriorityOrdered {

    private final ObjectProvider<SpringTransactions> transactions;
    private final ObjectProvider<LockingSettings> settings;

    TransactionOwnership(ObjectProvider<SpringTransactions> transactions, ObjectProvider<LockingSettings> settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof AbstractEntityManagerFactoryBean factory) {
            settings.getObject();
            factory.getJpaPropertyMap().put(TransactionOwner.SETTING, transactions.getObject());
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof TransactionInterceptor interceptor) {
            TransactionAttributeSource source = interceptor.getTransactionAttributeSource();
            if (source != null) {
                interceptor.setTransactionAttributeSource(new TakingPart(source));
            }
        }
        return bean;
    }
}
