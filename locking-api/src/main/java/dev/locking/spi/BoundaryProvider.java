package dev.locking.spi;

import dev.locking.Operation;

/** Knows the boundaries of an application, by persistence unit. Found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface BoundaryProvider {

    /**
     * The boundary of a persistence unit. Called once per execution, so it must be fast.
     *
     * @param unit the unit's name, or empty for the only one there is
     * @return the boundary
     * @throws IllegalStateException if there is no such unit, or the name is empty and there are several; the message
     *     says what would be right
     */
    TransactionBoundary boundary(String unit);

    /**
     * The locks of a persistence unit's database that hold across JVMs. Called for groups whose scope is the cluster, if the
     * application has not supplied locks of its own.
     *
     * @param unit the unit's name, or empty for the only one there is
     * @return always the same locks for a unit
     * @throws IllegalStateException if there are none; the message says what would be right
     */
    default ClusterLocks clusterLocks(String unit) {
        throw new IllegalStateException(getClass().getName() + " has no locks that hold across JVMs. Supply some:"
                + " ExclusiveGroups.clusterLocks(...).");
    }

    /**
     * The locks of the database on which an operation works, as {@link #boundary(Operation)} finds it.
     *
     * @param operation which is in a group
     * @return by default those of the operation's unit
     * @throws IllegalStateException as {@link #clusterLocks(String)} and {@link #boundary(Operation)}
     */
    default ClusterLocks clusterLocks(Operation operation) {
        return clusterLocks(operation.unit());
    }

    /**
     * The boundary of an operation, where more than the name of its unit decides, such as other annotations of its method.
     * Called once per execution, so it must be fast.
     *
     * @param operation what is executed
     * @return by default the boundary of the operation's unit
     * @throws IllegalStateException as {@link #boundary(String)}
     */
    default TransactionBoundary boundary(Operation operation) {
        return boundary(operation.unit());
    }
}
