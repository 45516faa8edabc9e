package dev.locking.hibernate;

import dev.locking.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Whoever begins and ends the transactions of a {@code SessionFactory} in place of Hibernate itself, such as a framework. See
 * {@link SessionFactories#own}. Thread-safe.
 */
@FunctionalInterface
public interface TransactionOwner {

    /**
     * The boundary of an operation. Called once per execution, so it must be fast.
     *
     * @param operation what is executed
     * @return a boundary of the owned factory, or null if the operation is meant for another one
     * @throws RuntimeException if the operation is meant for this one, and cannot be executed
     */
    @Nullable
    HibernateBoundary boundary(Operation operation);
}
