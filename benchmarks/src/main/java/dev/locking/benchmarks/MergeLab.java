package dev.locking.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/**
 * What it costs to keep what a call changes, for a report or a merge, and what a merge costs, for entities of few and of many
 * attributes, against the bare transaction. One thread; all ways take turns in each round, in every second one from the last
 * to the first.
 */
final class MergeLab {

    private static final List<Integer> WIDTHS = List.of(10, 50, 200);

    /** So many that none is hot: what loses on one row again and again locks it, and whoever plays the others would wait. */
    private static final int ROWS = 1_000;

    private final int rounds;
    private final int calls;
    private final PrintStream out;

    /**
     * A lab.
     *
     * @param rounds of which the medians are taken
     * @param calls how many of each way make a round
     * @param out is written to
     */
    MergeLab(int rounds, int calls, PrintStream out) {
        this.rounds = rounds;
        this.calls = calls;
        this.out = out;
    }

    /** Exits with 1 if a change got lost. */
    public static void main(String[] args) throws IOException, SQLException {
        ContentionLab.configureLogging();
        boolean right;
        try (Server server = PostgreSqlServer.start()) {
            right = new MergeLab(
                            (int) Plan.number("rounds", 21, 1, 1_000),
                            (int) Plan.number("calls", 100, 1, 10_000),
                            System.out)
                    .run(server);
        }
        System.exit(right ? 0 : 1);
    }

    /** Returns whether no change got lost. */
    boolean run(Server server) throws SQLException {
        out.printf(
                Locale.ROOT,
                "JDK %s, %d cores, load average %.1f at the start; %s; %d rounds of %d calls%n%n",
                System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                server.facts(),
                rounds,
                calls);
        TextTable table = new TextTable(2, "attributes", "call", "median", "x bare");
        boolean right = true;
        for (int width : WIDTHS) {
            right &= measure(server, WideEntity.with(width), table);
        }
        table.print(out);
        return right;
    }

    private boolean measure(Server server, WideEntity entity, TextTable table) {
        try (HikariDataSource pool = new HikariDataSource(poolConfig(server));
                SessionFactory sessions = sessions(entity, pool)) {
            sessions.inTransaction(
                    session -> LongStream.rangeClosed(1, ROWS).forEach(id -> session.persist(entity.instance(id))));
            Ways ways = new Ways(entity, sessions);
            ways.all().forEach(this::microsPerCall); // warms up
            Map<Way, List<Double>> micros = new HashMap<>();
            for (int round = 1; round <= rounds; round++) {
                List<Way> inOrder = new ArrayList<>(ways.all());
                if (round % 2 == 0) {
                    Collections.reverse(inOrder);
                }
                inOrder.forEach(way ->
                        micros.computeIfAbsent(way, first -> new ArrayList<>()).add(microsPerCall(way)));
            }
            ways.all()
                    .forEach(way -> table.row(
                            Integer.toString(entity.attributes()),
                            way.name(),
                            String.format(Locale.ROOT, "%,.0f us", Medians.of(of(way, micros))),
                            String.format(
                                    Locale.ROOT,
                                    "%.3f",
                                    Medians.ofRatios(of(way, micros), of(way.against(ways.all()), micros)))));
            return ways.nothingIsLost();
        }
    }

    private static List<Double> of(Way way, Map<Way, List<Double>> micros) {
        return micros.getOrDefault(way, List.of());
    }

    private static HikariConfig poolConfig(Server server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(4);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        return config;
    }

    private static SessionFactory sessions(WideEntity entity, HikariDataSource pool) {
        return new HibernatePersistenceConfiguration("merge-" + entity.attributes())
                .managedClasses(entity.type())
                .schemaToolingAction(Action.CREATE)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .createEntityManagerFactory();
    }

    private double microsPerCall(Way way) {
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            way.call().run();
        }
        return (System.nanoTime() - begin) / 1e3 / calls;
    }

    /**
     * A way to change a row.
     *
     * @param name as the table has it
     * @param conflict whether somebody else commits another change before
     * @param call does it once
     */
    private record Way(String name, boolean conflict, Runnable call) {

        /** The first of those that meet the same. */
        Way against(List<Way> all) {
            return all.stream()
                    .filter(way -> way.conflict == conflict)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** All ways, each call on another row: mine is its first attribute, theirs is its last. */
    private static final class Ways {

        private final WideEntity entity;
        private final SessionFactory sessions;
        private final List<Way> all;
        private long count;

        Ways(WideEntity entity, SessionFactory sessions) {
            this.entity = entity;
            this.sessions = sessions;
            Form form = new Form(sessions);
            this.all = List.of(
                    new Way("bare transaction", false, () -> form.bare(alone())),
                    new Way("@RetryOnConflict", false, () -> form.reExecuted(alone())),
                    new Way("resolution = REAPPLY", false, () -> form.reapplied(alone())),
                    new Way("conflict, again by hand", true, () -> form.bareAgain(overtaken())),
                    new Way("conflict, @RetryOnConflict", true, () -> form.reExecuted(overtaken())),
                    new Way("conflict, merged", true, () -> form.reapplied(overtaken())));
        }

        List<Way> all() {
            return all;
        }

        private Consumer<Session> alone() {
            String value = "mine " + ++count;
            return session -> entity.write(find(session), 0, value);
        }

        /** The first run of the body is too late. */
        private Consumer<Session> overtaken() {
            String value = "mine " + ++count;
            boolean[] done = {false};
            return session -> {
                Object mine = find(session);
                if (!done[0]) {
                    done[0] = true;
                    sessions.inTransaction(other -> entity.write(find(other), last(), "theirs " + count));
                }
                entity.write(mine, 0, value);
            };
        }

        private int last() {
            return entity.attributes() - 1;
        }

        private Object find(Session session) {
            return session.find(entity.type(), 1 + count % ROWS);
        }

        /** Whether the last change of either side is there. */
        boolean nothingIsLost() {
            all.get(all.size() - 1).call().run();
            return sessions.fromTransaction(
                    session -> entity.read(find(session), 0).equals("mine " + count)
                            && entity.read(find(session), last()).equals("theirs " + count));
        }
    }
}
