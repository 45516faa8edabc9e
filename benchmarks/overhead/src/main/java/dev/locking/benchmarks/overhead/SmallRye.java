package dev.locking.benchmarks.overhead;

import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.temporal.ChronoUnit;

/** The guard of SmallRye Fault Tolerance without a container. */
public class SmallRye extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        TypedGuard<Wallet> guard = TypedGuard.create(Wallet.class)
                .withRetry()
                .maxRetries(3)
                .delay(0, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .retryOn(StaleWallet.class)
                .done()
                .build();
        return () -> guard.call(wallet::deposit);
    }
}
