package dev.locking.benchmarks.overhead;

import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

/** {@code @Retryable} of Spring Framework 7 on a proxied bean. */
public class Spring7 extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        return Context.bean(Bean.class, wallet, Settings.class)::deposit;
    }

    @Configuration
    @EnableResilientMethods(proxyTargetClass = true)
    static class Settings {}

    static class Bean {

        private final Wallet wallet;

        Bean(Wallet wallet) {
            this.wallet = wallet;
        }

        @Retryable(includes = StaleWallet.class, delay = 0)
        public Wallet deposit() {
            return wallet.deposit();
        }
    }
}
