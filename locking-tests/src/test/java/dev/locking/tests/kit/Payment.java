package dev.locking.tests.kit;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** Out of a wallet, to which it refers by a foreign key. */
@Entity
class Payment {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Wallet wallet;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    Payment() {}

    Payment(long id, Wallet wallet) {
        this.id = id;
        this.wallet = wallet;
    }
}
