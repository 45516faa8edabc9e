package dev.locking.retry.weaving.samples;

import dev.locking.RetryOnConflict;

/** A program for a debugger; the line numbers are known to the test. */
public class Traced {

    public static void main(String[] arguments) {
        new Traced().deposit(50);
    }

    @RetryOnConflict
    public long deposit(long amount) {
        long balance = 100;
        balance += amount; // line 15
        return balance;
    }

    @RetryOnConflict
    public void fail() {
        throw new IllegalStateException("line 21");
    }
}
