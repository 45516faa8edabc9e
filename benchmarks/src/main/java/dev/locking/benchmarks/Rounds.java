package dev.locking.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plays a plan: in each setting all strategies one after the other, in every second round from the last to the first, so that
 * a machine that gets warmer or busier favours none.
 */
final class Rounds {

    private final Plan plan;
    private final Server server;
    private final List<Function<World, Strategy>> strategies;
    private final Consumer<Result> results;

    Rounds(Plan plan, Server server, List<Function<World, Strategy>> strategies, Consumer<Result> results) {
        this.plan = plan;
        this.server = server;
        this.strategies = strategies;
        this.results = results;
    }

    void play() throws InterruptedException, ExecutionException, SQLException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (int threads : plan.threads()) {
                try (World world = new World(server, threads)) {
                    play(round, threads, world);
                }
            }
        }
    }

    private void play(int round, int threads, World world)
            throws InterruptedException, ExecutionException, SQLException {
        List<Strategy> inOrder = new ArrayList<>();
        strategies.forEach(strategy -> inOrder.add(strategy.apply(world)));
        if (round % 2 == 0) {
            Collections.reverse(inOrder);
        }
        warmUp(threads, inOrder);
        for (Setting setting : plan.settings(threads)) {
            for (Strategy strategy : inOrder) {
                results.accept(measure(round, strategy, setting, world));
            }
        }
    }

    /** The JVM compiles what is used often, and each new connection learns its statements. */
    private void warmUp(int threads, List<Strategy> inOrder) throws InterruptedException, ExecutionException {
        Setting calm =
                new Setting(Distribution.uniform(), threads, plan.thinkTimes().get(0));
        for (Strategy strategy : inOrder) {
            new Crowd(strategy, calm).call(plan.warmUp());
        }
    }

    private Result measure(int round, Strategy strategy, Setting setting, World world)
            throws InterruptedException, ExecutionException, SQLException {
        world.vacuum();
        long before = world.sum();
        List<Call> calls = new Crowd(strategy, setting).call(plan.cell());
        long booked = world.sum() - before;
        String firstFailure = calls.stream()
                .map(Call::failure)
                .filter(failure -> failure != null)
                .findFirst()
                .orElse(null);
        boolean sumOk = booked == calls.stream().filter(Call::succeeded).count();
        return new Result(round, strategy.name(), setting, Figures.of(calls, plan.cell()), sumOk, firstFailure);
    }
}
