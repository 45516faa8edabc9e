package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;

/** One thread alone: nobody to wait for, so this is what one commit after the other allows. */
final class Serial implements Strategy {

    static final String NAME = "serial";

    private final EntityManagerFactory factory;

    Serial(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void book(Deposit deposit) {
        factory.runInTransaction(deposit::bookIn);
    }

    @Override
    public int threads(int asked) {
        return 1;
    }
}
