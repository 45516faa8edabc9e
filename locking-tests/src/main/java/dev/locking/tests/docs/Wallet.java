package dev.locking.tests.docs;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

// snippet: entity
@Entity
class Wallet {

    @Id
    long id;

    @Version
    long version;

    long balance;

    Wallet() {}

    Wallet(long id, long balance) {
        this.id = id;
        this.balance = balance;
    }
}
// end
