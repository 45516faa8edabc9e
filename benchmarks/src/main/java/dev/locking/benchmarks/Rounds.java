package dev.locking.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    void play() throws IOException, InterruptedException, ExecutionException, SQLException {
        try (Jvms jvms = new Jvms()) {
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Clients clients : plan.clients()) {
                    play(round, clients, jvms);
                }
            }
        }
    }

    private void play(int round, Clients clients, Jvms jvms)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        try (World world = World.create(server.url(), clients)) {
            jvms.join(server.url(), clients);
            play(round, clients, new Cells(server, world, jvms, contenders));
            jvms.leave(clients);
        }
    }

    private void play(int round, Clients clients, Cells cells)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        List<Contender> inOrder = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(inOrder);
        }
        for (Contender contender : inOrder) {
            warmUp(round, contender.name(), clients, cells);
        }
        for (Setting setting : plan.settings(clients)) {
            for (Contender contender : inOrder) {
                results.accept(cells.measure(round, contender.name(), setting, plan.cell()));
            }
        }
    }

    /** Without and with conflicts, which take another way; longer in the first round, when JVMs have compiled nothing yet. */
    private void warmUp(int round, String strategy, Clients clients, Cells cells)
            throws IOException, InterruptedException, ExecutionException {
        Duration time = round == 1 ? plan.warmUp().multipliedBy(4) : plan.warmUp();
        for (Distribution distribution : List.of(Distribution.uniform(), Distribution.hotRow())) {
            cells.call(
                    strategy,
                    new Setting(distribution, clients, plan.thinkTimes().get(0)),
                    time);
        }
    }
}
