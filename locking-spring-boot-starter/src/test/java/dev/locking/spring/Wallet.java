package dev.locking.spring;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity
class Wallet {

    @Id
    long id;

    @Version
    long version;

    @OnConflict(MergeRule.ADD)
    long balance;

    Wallet() {}

    Wallet(long id, long balance) {
        this.id = id;
        this.balance = balance;
    }
}
