package dev.locking.tests.proof;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity(name = "ProofAccount")
class Account {

    @Id
    long id;

    @Version
    long version;

    long balance;

    Account() {}

    Account(long id, long balance) {
        this.id = id;
        this.balance = balance;
    }
}
