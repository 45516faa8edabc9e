package dev.locking.examples.wallet;

import jakarta.persistence.EntityManagerFactory;

/** One transaction, and whatever goes wrong is for the caller: what most code does today. */
final class PlainTransaction implements Deposits {

    private final EntityManagerFactory factory;

    PlainTransaction(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void deposit(Payment payment) {
        factory.runInTransaction(payment::bookIn);
    }
}
