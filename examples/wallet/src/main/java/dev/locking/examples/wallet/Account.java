package dev.locking.examples.wallet;

import java.math.BigDecimal;

/** Holds money. */
interface Account {

    BigDecimal balance();

    void credit(BigDecimal amount);
}
