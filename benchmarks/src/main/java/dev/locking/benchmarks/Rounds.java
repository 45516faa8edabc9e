package dev.locking.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Plays a plan: in each setting all strategies one after the other, in every second round from the last to the first, so that
 * a machine that gets warmer or busier favours none.
 */
final class Rounds {

    private final Plan plan;
    private final Server server;
    private final List<Contender> contenders;
    private final Consumer<Result> results;

    Rounds(Plan plan, Server server, List<Contender> contenders, Consumer<Result> results) {
        this.plan = plan;
        this.server = server;
        this.contenders = contenders;
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
        List<Contender> inOrder = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(inOrder);
        }
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        inOrder.forEach(contender ->
                strategies.put(contender.name(), contender.strategy().apply(world)));
        warmUp(threads, strategies.values());
        for (Setting setting : plan.settings(threads)) {
            for (Map.Entry<String, Strategy> one : strategies.entrySet()) {
                results.accept(measure(round, one.getKey(), one.getValue(), setting, world));
            }
        }
    }

    /** The JVM compiles what is used often, and each new connection learns its statements. */
    private void warmUp(int threads, Collection<Strategy> strategies) throws InterruptedException, ExecutionException {
        Setting calm =
                new Setting(Distribution.uniform(), threads, plan.thinkTimes().get(0));
        for (Strategy strategy : strategies) {
            new Crowd(strategy, calm).call(plan.warmUp());
        }
    }

    private Result measure(int round, String name, Strategy strategy, Setting setting, World world)
            throws InterruptedException, ExecutionException, SQLException {
        world.vacuum();
        long before = world.sum();
        Tally tally = Tally.of(new Crowd(strategy, setting).call(plan.cell()));
        boolean sumOk = world.sum() - before == tally.succeeded();
        return new Result(round, name, setting, Figures.of(tally, plan.cell()), sumOk, tally.firstFailure());
    }
}
