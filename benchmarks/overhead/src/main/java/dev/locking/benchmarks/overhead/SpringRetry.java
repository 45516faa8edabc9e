package dev.locking.benchmarks.overhead;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.annotation.Retryable;
import org.springframework.retry.backoff.NoBackOffPolicy;
import org.springframework.retry.interceptor.RetryInterceptorBuilder;
import org.springframework.retry.interceptor.RetryOperationsInterceptor;

/** {@code @Retryable} of Spring Retry on a proxied bean. Its annotation cannot say that nothing waits; an interceptor can. */
public class SpringRetry extends Retried {

    @Override
    Deposit into(Wallet wallet) {
        return Context.bean(Deposits.class, wallet, Settings.class)::deposit;
    }

    @Configuration
    @EnableRetry(proxyTargetClass = true)
    static class Settings {

        @Bean
        RetryOperationsInterceptor atOnce() {
            return RetryInterceptorBuilder.stateless()
                    .maxAttempts(4)
                    .backOffPolicy(new NoBackOffPolicy())
                    .build();
        }
    }

    static class Deposits {

        private final Wallet wallet;

        Deposits(Wallet wallet) {
            this.wallet = wallet;
        }

        @Retryable(interceptor = "atOnce")
        public Wallet deposit() {
            return wallet.deposit();
        }
    }
}
