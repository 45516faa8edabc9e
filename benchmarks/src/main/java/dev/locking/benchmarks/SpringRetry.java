package dev.locking.benchmarks;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryTemplate;

/** Spring Framework 7 with its defaults, around a transaction: three retries, one second before each. */
final class SpringRetry implements Strategy {

    private final RetryTemplate template = new RetryTemplate();
    private final EntityManagerFactory factory;

    SpringRetry(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void book(Deposit deposit) throws RetryException {
        template.<Deposit>execute(() -> {
            factory.runInTransaction(deposit::bookIn);
            return deposit;
        });
    }
}
