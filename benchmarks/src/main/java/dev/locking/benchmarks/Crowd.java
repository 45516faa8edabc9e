package dev.locking.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of this JVM that call one strategy, each again as soon as its call has returned. Used once, by one thread. */
final class Crowd implements AutoCloseable {

    /** So that all strategies and rounds are asked for the same wallets, each thread for others. */
    private static final long SEED = 20_261_124;

    private final Strategy strategy;
    private final Part part;
    private final ExecutorService executor;
    private final CountDownLatch start = new CountDownLatch(1);
    private final List<Future<List<Call>>> callers = new ArrayList<>();

    Crowd(Strategy strategy, Part part) {
        this.strategy = strategy;
        this.part = part;
        this.executor = Executors.newFixedThreadPool(part.threads());
    }

    /** Waits until every thread is there. */
    void gather() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(part.threads());
        for (int i = 0; i < part.threads(); i++) {
            SplittableRandom random = new SplittableRandom(SEED + part.firstThread() + i);
            callers.add(executor.submit(() -> {
                ready.countDown();
                start.await();
                return callUntil(System.nanoTime() + part.time().toNanos(), random);
            }));
        }
        ready.await();
    }

    /** Calls for a while and waits for the last call to return. */
    Tally call() throws InterruptedException, ExecutionException {
        start.countDown();
        List<Call> calls = new ArrayList<>();
        for (Future<List<Call>> caller : callers) {
            calls.addAll(caller.get());
        }
        return Tally.of(calls);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private List<Call> callUntil(long end, SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            calls.add(callOnce(end, part.distribution().walletId(random)));
        }
        return calls;
    }

    /** Whatever fails is counted, not thrown. */
    private Call callOnce(long end, long walletId) {
        Deposit deposit = new Deposit(walletId, part.think());
        String failure = null;
        long begin = System.nanoTime();
        try {
            strategy.book(deposit);
        } catch (Exception e) {
            failure = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        long returned = System.nanoTime();
        return new Call(deposit.attempts(), returned - begin, returned - end <= 0, failure);
    }
}
