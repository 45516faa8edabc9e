package dev.locking.spring;

import dev.locking.GroupPolicy;
import dev.locking.Operation;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;

/** What {@code @Transactional} says and a retried method cannot do. */
final class TransactionRules {

    private TransactionRules() {}

    static void refuseUnsuitable(TransactionAttribute attribute, Operation operation) {
        switch (attribute.getPropagationBehavior()) {
            case TransactionDefinition.PROPAGATION_SUPPORTS,
                    TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
                    TransactionDefinition.PROPAGATION_NEVER ->
                throw new IllegalStateException(
                        operation
                                + " is retried, and its @Transactional has a propagation that begins no transaction, so there is"
                                + " nothing to be repeated as a whole. Use REQUIRED or REQUIRES_NEW, or drop @RetryOnConflict.");
            default -> refuseUnshareable(attribute, operation);
        }
    }

    /** Calls that share a transaction share what was said of it, and may be of different methods. */
    private static void refuseUnshareable(TransactionAttribute attribute, Operation operation) {
        GroupPolicy group = operation.group();
        boolean saysMore = attribute.isReadOnly()
                || attribute.getIsolationLevel() != TransactionDefinition.ISOLATION_DEFAULT
                || attribute.getPropagationBehavior() != TransactionDefinition.PROPAGATION_REQUIRED;
        if (group != null && group.combine() > 1 && saysMore) {
            throw new IllegalStateException(operation + " has combine = " + group.combine()
                    + ", but its @Transactional says readOnly, an isolation or a propagation, which calls that share a"
                    + " transaction could only get from one of them. Drop these, or combine.");
        }
    }
}
