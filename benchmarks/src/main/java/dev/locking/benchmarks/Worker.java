package dev.locking.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What the other JVM runs: it does its part in each cell, as {@link OtherJvm} orders it, a line for each order and answer. */
final class Worker {

    static final String JOINED = "joined";
    static final String READY = "ready";
    static final String BEGIN = "begin";
    static final String LEAVE = "leave";
    static final String LEFT = "left";

    private final BufferedReader orders;
    private final PrintStream answers;

    private Worker(BufferedReader orders, PrintStream answers) {
        this.orders = orders;
        this.answers = answers;
    }

    /** Ends with the lab, whose end closes the input. */
    public static void main(String[] none) throws IOException, InterruptedException, ExecutionException {
        ContentionLab.configureLogging();
        new Worker(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out).obey();
    }

    private void obey() throws IOException, InterruptedException, ExecutionException {
        for (String url = orders.readLine(); url != null; url = orders.readLine()) {
            Clients clients = new Clients(Integer.parseInt(orders.readLine()), Integer.parseInt(orders.readLine()));
            try (World world = World.join(url, clients)) {
                answers.println(JOINED);
                callIn(world);
            }
            answers.println(LEFT);
        }
    }

    private void callIn(World world) throws IOException, InterruptedException, ExecutionException {
        Map<String, Strategy> strategies = Contender.strategies(Strategies.ALL, world);
        for (String order = orders.readLine(); isPart(order); order = orders.readLine()) {
            Part part = Part.parse(order);
            Strategy strategy = Objects.requireNonNull(strategies.get(part.strategy()), part.strategy());
            try (Crowd crowd = new Crowd(strategy, part)) {
                crowd.gather();
                answers.println(READY);
                if (BEGIN.equals(orders.readLine())) {
                    answers.println(crowd.call().line());
                }
            }
        }
    }

    private static boolean isPart(@Nullable String order) {
        return order != null && !order.equals(LEAVE);
    }
}
