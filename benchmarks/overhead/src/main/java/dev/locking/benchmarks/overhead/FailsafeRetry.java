package dev.locking.benchmarks.overhead;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;

/** The executor of Failsafe, which does not wait by default. */
public class FailsafeRetry extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        RetryPolicy<Wallet> policy = RetryPolicy.<Wallet>builder()
                .handle(StaleWallet.class)
                .withMaxRetries(3)
                .build();
        FailsafeExecutor<Wallet> failsafe = Failsafe.with(policy);
        return () -> failsafe.get(wallet::deposit);
    }
}
