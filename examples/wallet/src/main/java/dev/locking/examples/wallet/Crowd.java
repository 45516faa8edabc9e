package dev.locking.examples.wallet;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Many threads that deposit into one wallet, each as fast as its deposits come back. */
final class Crowd implements AutoCloseable {

    private static final BigDecimal AMOUNT = new BigDecimal("1.00");

    private final Bank bank;
    private final int threads;
    private final Duration work;
    private final ExecutorService executor;

    Crowd(Bank bank, int threads, Duration work) {
        this.work = work;
        this.bank = bank;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** Deposits into a new wallet for a while, waits for the last call, and audits the wallet. */
    Round deposit(Deposits strategy, Duration time) throws InterruptedException, ExecutionException {
        long walletId = bank.openWallet(BigDecimal.ZERO);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<Call>>> people = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            people.add(executor.submit(() -> {
                start.await();
                return depositUntil(System.nanoTime() + time.toNanos(), strategy, walletId);
            }));
        }
        long begin = System.nanoTime();
        start.countDown();
        List<Call> calls = new ArrayList<>();
        for (Future<List<Call>> person : people) {
            calls.addAll(person.get());
        }
        return new Round(calls, System.nanoTime() - begin, audit(walletId, calls));
    }

    private List<Call> depositUntil(long end, Deposits strategy, long walletId) {
        List<Call> calls = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            calls.add(call(strategy, new Payment(Wallet.class, walletId, AMOUNT, this::work)));
        }
        return calls;
    }

    private void work(int attempt) {
        if (!work.isZero()) {
            LockSupport.parkNanos(work.toNanos());
        }
    }

    /** Whatever fails is counted, not thrown. */
    private static Call call(Deposits strategy, Payment payment) {
        long begin = System.nanoTime();
        String failure = null;
        try {
            strategy.deposit(payment);
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        return new Call(payment.token(), payment.attempts(), System.nanoTime() - begin, failure);
    }

    private Audit audit(long walletId, List<Call> calls) {
        List<String> acknowledged =
                calls.stream().filter(Call::succeeded).map(Call::token).toList();
        long credited = bank.balance(Wallet.class, walletId).divide(AMOUNT).longValueExact();
        return Audit.of(acknowledged, bank.journal(walletId), credited);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
