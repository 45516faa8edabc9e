package dev.locking.tests.kit;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** One line of the journal. Its token says which call wrote it; a change that is applied twice writes two lines. */
@Entity(name = "Deposit")
class Deposit {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    long id;

    long walletId;

    String token = "";

    Deposit() {}

    Deposit(long walletId, String token) {
        this.walletId = walletId;
        this.token = token;
    }
}
