package dev.locking.examples.wallet;

/** A way to make deposits into a wallet that others deposit into at the same time. Thread-safe. */
interface Deposits {

    /** Books the payment, or throws: then nothing was booked. */
    void deposit(Payment payment);
}
