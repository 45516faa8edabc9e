package dev.locking.benchmarks.overhead;

/** By hand: the least that it can cost. */
public class Direct extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        return () -> {
            while (true) {
                try {
                    return wallet.deposit();
                } catch (StaleWallet lost) {
                    // once more
                }
            }
        };
    }
}
