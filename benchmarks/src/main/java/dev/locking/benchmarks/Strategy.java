package dev.locking.benchmarks;

/** A way to make deposits into wallets that others deposit into at the same time. Thread-safe. */
interface Strategy {

    /** Books the deposit once, or throws: then nothing was booked. */
    void book(Deposit deposit) throws Exception;

    /** How many threads it runs on where so many are asked for. */
    default int threads(int asked) {
        return asked;
    }
}
