package dev.locking.benchmarks.overhead;

import io.hypersistence.utils.spring.annotation.Retry;
import io.hypersistence.utils.spring.aop.RetryAspect;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;

/** {@code @Retry} of Hypersistence Utils, which db-util had before, by its aspect on a proxied bean. */
public class Hypersistence extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        return Context.bean(Bean.class, wallet, Settings.class)::deposit;
    }

    @Configuration
    @EnableAspectJAutoProxy(proxyTargetClass = true)
    @Import(RetryAspect.class)
    static class Settings {}

    static class Bean {

        private final Wallet wallet;

        Bean(Wallet wallet) {
            this.wallet = wallet;
        }

        @Retry(on = StaleWallet.class, times = 3)
        public Wallet deposit() {
            return wallet.deposit();
        }
    }
}
