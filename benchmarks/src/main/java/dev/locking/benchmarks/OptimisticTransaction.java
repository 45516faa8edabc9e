package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import org.jspecify.annotations.Nullable;

/** One transaction in a session of its own, which may lose a conflict: what is repeated by hand. */
final class OptimisticTransaction {

    private final EntityManagerFactory factory;

    OptimisticTransaction(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /** Returns the conflict that it lost, or null if the deposit is booked. */
    @Nullable
    RuntimeException lost(Deposit deposit) {
        try {
            factory.runInTransaction(deposit::bookIn);
            return null;
        } catch (OptimisticLockException e) {
            return e;
        } catch (RollbackException e) {
            if (e.getCause() instanceof OptimisticLockException) {
                return e;
            }
            throw e;
        }
    }
}
