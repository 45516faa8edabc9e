package dev.locking.examples.wallet;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;

/** A wallet as it should be: its {@code @Version} lets the database refuse a change that was computed from old data. */
@Entity
@Table(name = "wallet_example_wallet")
class Wallet implements Account {

    @Id
    private long id;

    @Version
    private long version;

    private String owner = "";

    private BigDecimal balance = BigDecimal.ZERO;

    protected Wallet() {}

    Wallet(long id, String owner, BigDecimal balance) {
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
        return "wallet " + id + " of " + owner + " at version " + version;
    }
}
