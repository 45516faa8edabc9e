package dev.locking.tests.kit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity(name = "Wallet")
public class Wallet {

    @Id
    public long id;

    @Version
    public long version;

    public long balance;

    Wallet() {}

    public Wallet(long id, long balance) {
        this.id = id;
        this.balance = balance;
    }
}
