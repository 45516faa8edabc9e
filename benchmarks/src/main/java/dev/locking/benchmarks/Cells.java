package dev.locking.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** Measures one strategy at a time, on the same wallets. */
final class Cells {

    private final Server server;
    private final World world;
    private final Jvms jvms;
    private final Map<String, Strategy> strategies;

    /**
     * Cells.
     *
     * @param server has the world
     * @param world has the wallets
     * @param jvms have joined it
     * @param contenders that can be measured
     */
    Cells(Server server, World world, Jvms jvms, List<Contender> contenders) {
        this.server = server;
        this.world = world;
        this.jvms = jvms;
        this.strategies = Contender.strategies(contenders, world);
    }

    Result measure(int round, String strategy, Setting setting, Duration time)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        server.vacuum();
        long before = world.sum();
        Tally tally = call(strategy, setting, time);
        boolean sumOk = world.sum() - before == tally.succeeded();
        return new Result(round, strategy, setting, Figures.of(tally, time), sumOk, tally.firstFailure());
    }

    /** Uncounted, it warms up: the JVMs compile what is used often, and each new connection learns its statements. */
    Tally call(String name, Setting setting, Duration time)
            throws IOException, InterruptedException, ExecutionException {
        Strategy strategy = Objects.requireNonNull(strategies.get(name), name);
        int threads = strategy.threads(setting.clients().threads());
        return jvms.call(strategy, Part.of(name, setting, threads, time));
    }
}
