package dev.locking.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that call one strategy, each again as soon as its call has returned. */
final class Crowd {

    /** So that all strategies and rounds are asked for the same wallets, each thread for others. */
    private static final long SEED = 20_261_124;

    private final Strategy strategy;
    private final Setting setting;

    Crowd(Strategy strategy, Setting setting) {
        this.strategy = strategy;
        this.setting = setting;
    }

    /** Calls for a while and waits for the last call to return. */
    List<Call> call(Duration time) throws InterruptedException, ExecutionException {
        int threads = strategy.threads(setting.threads());
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<List<Call>>> crowd = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                SplittableRandom random = new SplittableRandom(SEED + i);
                crowd.add(executor.submit(() -> {
                    ready.countDown();
                    start.await();
                    return callUntil(System.nanoTime() + time.toNanos(), random);
                }));
            }
            ready.await();
            start.countDown();
            return allOf(crowd);
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Call> allOf(List<Future<List<Call>>> crowd) throws InterruptedException, ExecutionException {
        List<Call> calls = new ArrayList<>();
        for (Future<List<Call>> one : crowd) {
            calls.addAll(one.get());
        }
        return calls;
    }

    private List<Call> callUntil(long end, SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            calls.add(callOnce(end, setting.distribution().walletId(random)));
        }
        return calls;
    }

    /** Whatever fails is counted, not thrown. */
    private Call callOnce(long end, long walletId) {
        Deposit deposit = new Deposit(walletId, setting.think());
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
