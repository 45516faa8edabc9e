package dev.locking.examples.wallet;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;

/** Locks the row when reading it, so that there is no conflict; who comes second waits, and holds a connection meanwhile. */
final class PessimisticWrite implements Deposits {

    private final EntityManagerFactory factory;

    PessimisticWrite(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void deposit(Payment payment) {
        factory.runInTransaction(entityManager -> payment.bookIn(entityManager, LockModeType.PESSIMISTIC_WRITE));
    }
}
