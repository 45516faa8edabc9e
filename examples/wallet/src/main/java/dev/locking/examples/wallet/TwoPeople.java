package dev.locking.examples.wallet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two people who send money to the same wallet at the same moment: both read the balance before either changes it. */
final class TwoPeople {

    private static final BigDecimal AMOUNT = new BigDecimal("50");

    private final Deposits strategy;
    private final CyclicBarrier bothHaveRead = new CyclicBarrier(2);

    TwoPeople(Deposits strategy) {
        this.strategy = strategy;
    }

    /** Returns what the people were told whose deposit failed. */
    List<RuntimeException> deposit(Class<? extends Account> accountType, long walletId)
            throws InterruptedException, ExecutionException {
        Callable<List<RuntimeException>> person = () -> {
            try {
                strategy.deposit(new Payment(accountType, walletId, AMOUNT, this::waitForTheOther));
                return List.of();
            } catch (RuntimeException e) {
                return List.of(e);
            }
        };
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<RuntimeException> failures = new ArrayList<>();
            for (Future<List<RuntimeException>> told : executor.invokeAll(List.of(person, person))) {
                failures.addAll(told.get());
            }
            return failures;
        } finally {
            executor.shutdown();
        }
    }

    private void waitForTheOther(int attempt) {
        if (attempt > 1) {
            return;
        }
        try {
            bothHaveRead.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the other person", e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("The other person has not read the balance within 10 s", e);
        }
    }
}
