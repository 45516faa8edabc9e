package dev.locking.benchmarks.overhead;

import io.github.resilience4j.core.functions.CheckedSupplier;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/** The decorator of Resilience4j. */
public class Resilience4j extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(4)
                .waitDuration(Duration.ZERO)
                .retryExceptions(StaleWallet.class)
                .build();
        CheckedSupplier<Wallet> decorated = Retry.decorateCheckedSupplier(Retry.of("wallet", config), wallet::deposit);
        return decorated::get;
    }
}
