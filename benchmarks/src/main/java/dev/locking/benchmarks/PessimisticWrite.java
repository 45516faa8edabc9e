package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;

/** Locks the row when reading it; who comes second waits, and holds a connection meanwhile. */
final class PessimisticWrite implements Strategy {

    private final EntityManagerFactory factory;

    PessimisticWrite(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void book(Deposit deposit) {
        factory.runInTransaction(entityManager -> deposit.bookIn(entityManager, LockModeType.PESSIMISTIC_WRITE));
    }
}
