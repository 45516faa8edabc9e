package dev.locking.examples.wallet;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A wallet without {@code @Version}: of two changes at the same moment, the later one overwrites the earlier one. */
@Entity
@Table(name = "wallet_example_unversioned")
class UnversionedWallet implements Account {

    @Id
    private long id;

    private String owner = "";

    private BigDecimal balance = BigDecimal.ZERO;

    protected UnversionedWallet() {}

    UnversionedWallet(long id, String owner, BigDecimal balance) {
        this.id = id;
        this.owner = owner;
        this.balance = balance;
    }

    @Override
    public BigDecimal balance() {
        return balance;
    }

    @Override
    public void credit(BigDecimal amount) {
        balance = balance.add(amount);
    }

    @Override
    public String toString() {
        return "unversioned wallet " + id + " of " + owner;
    }
}
