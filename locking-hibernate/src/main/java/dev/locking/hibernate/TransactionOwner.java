package dev.locking.hibernate;

import dev.locking.Operation;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whoever begins and ends the transactions of a {@code SessionFactory} in place of Hibernate itself, such as a framework.
 * Given to the factory as the value of {@value #SETTING}, when it is built, and asked until the factory is closed. Classes that
 * nobody wove are its own business then, and not reported. Thread-safe.
 */
@FunctionalInterface
public interface TransactionOwner {

    /** The setting of a {@code SessionFactory} whose value is an instance: {@value}. */
    String SETTING = "locking.transaction_owner";

    /**
     * The boundary of an operation. Called once per execution, so it must be fast.
     *
     * @param factory the owned factory
     * @param operation what is executed
     * @return a boundary of that factory, or null if the operation is meant for another one
     * @throws RuntimeException if the operation is meant for this one, and cannot be executed
     */
    @Nullable
    HibernateBoundary boundary(SessionFactory factory, Operation operation);
}
