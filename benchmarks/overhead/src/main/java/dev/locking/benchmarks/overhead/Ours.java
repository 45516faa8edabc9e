package dev.locking.benchmarks.overhead;

import dev.locking.RetryOnConflict;

/** This library, woven at build time, without listeners: Micrometer must not be on the class path. */
public class Ours extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        return new Woven(wallet);
    }

    /** What the library sees. */
    record Woven(Wallet wallet) implements Deposit {

        @Override
        @RetryOnConflict(delay = "0ms")
        public Wallet make() {
            return wallet.deposit();
        }
    }
}
