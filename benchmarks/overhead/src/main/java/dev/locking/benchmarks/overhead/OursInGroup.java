package dev.locking.benchmarks.overhead;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;

/** This library with an exclusive group, in which nobody else wants the turn. */
public class OursInGroup extends Retried {

    private static final long ID = 42;

    @Override
    Deposit into(Wallet wallet) {
        Woven woven = new Woven(wallet);
        return () -> woven.deposit(ID);
    }

    /** What the library sees. */
    record Woven(Wallet wallet) {

        @RetryOnConflict(delay = "0ms")
        @ExclusiveGroup("wallet")
        Wallet deposit(@GroupKey long id) {
            return wallet.deposit();
        }
    }
}
