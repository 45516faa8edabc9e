package dev.locking.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.interceptor.DelegatingTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;

/** Names a transaction by its method, as Spring does. */
final class NamedAttribute extends DelegatingTransactionAttribute {

    private static final long serialVersionUID = 1L;

    private final String method;

    NamedAttribute(TransactionAttribute attribute, BeanMethod method) {
        super(attribute);
        this.method = method.type().getName() + "." + method.method().getName();
    }

    @Override
    public @Nullable String getName() {
        String own = super.getName();
        return own == null || own.isEmpty() ? method : own;
    }
}
