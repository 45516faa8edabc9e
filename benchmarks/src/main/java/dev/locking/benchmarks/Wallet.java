package dev.locking.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** A row that many want to change. */
@Entity
class Wallet {

    @Id
    private long id;

    @Version
    private long version;

    private long balance;

    protected Wallet() {}

    Wallet(long id) {
        this.id = id;
    }

    void credit(long amount) {
        balance += amount;
    }

    @Override
    public String toString() {
        return "wallet " + id + " with " + balance + " at version " + version;
    }
}
