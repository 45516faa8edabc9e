package dev.locking.spring;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DelegatingTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * What a transaction advisor is told of a method whose transaction has begun already, outside of it: to take part in that one,
 * also where {@code REQUIRES_NEW} or {@code NESTED} would begin another.
 */
final class TakingPart implements TransactionAttributeSource {

    private final TransactionAttributeSource source;

    TakingPart(TransactionAttributeSource source) {
        this.source = source;
    }

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    @Override
    public boolean hasTransactionAttribute(Method method, @Nullable Class<?> targetClass) {
        return source.hasTransactionAttribute(method, targetClass);
    }

    @Override
    public @Nullable TransactionAttribute getTransactionAttribute(Method method, @Nullable Class<?> targetClass) {
        TransactionAttribute attribute = source.getTransactionAttribute(method, targetClass);
        return attribute != null && AdvisedCall.hasBegunTransactionOf(method, targetClass)
                ? new Joining(attribute)
                : attribute;
    }

    private static final class Joining extends DelegatingTransactionAttribute {

        private static final long serialVersionUID = 1L;

        Joining(TransactionAttribute attribute) {
            super(attribute);
        }

        @Override
        public int getPropagationBehavior() {
            return TransactionDefinition.PROPAGATION_REQUIRED;
        }
    }
}
