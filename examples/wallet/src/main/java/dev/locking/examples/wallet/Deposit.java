package dev.locking.examples.wallet;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal, written in the same transaction as the balance. The token names the deposit and is not unique
 * here on purpose: a deposit that is booked twice shall be seen, not prevented.
 */
@Entity
@Table(name = "wallet_example_deposit")
class Deposit {

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private @Nullable UUID id;

    @Column(name = "wallet_id")
    private long walletId;

    private String token = "";

    private BigDecimal amount = BigDecimal.ZERO;

    protected Deposit() {}

    Deposit(long walletId, String token, BigDecimal amount) {
        this.walletId = walletId;
        this.token = token;
        this.amount = amount;
    }

    @Override
    public String toString() {
        return "deposit " + token + " of " + amount + " into wallet " + walletId + " (" + id + ")";
    }
}
