package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;

/** The loop that many teams write: again, at once, until it succeeds. It is a correct one, a new transaction each time. */
final class NaiveRetryLoop implements Strategy {

    private final OptimisticTransaction transaction;

    NaiveRetryLoop(EntityManagerFactory factory) {
        this.transaction = new OptimisticTransaction(factory);
    }

    @Override
    public void book(Deposit deposit) {
        boolean booked;
        do {
            booked = transaction.lost(deposit) == null;
        } while (!booked);
    }
}
