package dev.locking.spi;

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
}
