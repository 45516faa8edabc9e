package dev.locking.benchmarks.overhead;

/** One call, however many attempts it takes. */
interface Deposit {

    Wallet make() throws Throwable;
}
