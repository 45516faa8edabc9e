package dev.locking.tests.proof;

import com.zaxxer.hikari.HikariConfig;
import dev.locking.RetryPolicy;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import dev.locking.tests.door.ProgrammaticDoor;
import dev.locking.tests.door.WovenDoor;
import java.time.Duration;
import java.util.List;

/**
 * The proof for as long as one likes: everything goes wrong that can be injected, and meanwhile PostgreSQL itself and its
 * single backends are killed again and again. Each round has a new world and is judged when it ends; in every other four
 * rounds the ledger is on.
 *
 * <p>{@code proof.duration} (such as {@code 20m}) and {@code proof.seed} are its options. It ends with one line of figures,
 * and with 1 instead of 0 if anything was found.
 */
final class LongRun {

    private static final long CALLS_OF_A_ROUND = 20_000;
    private static final long NANOS_OF_A_ROUND = 30_000_000_000L;
    private static final long NANOS_BETWEEN_REPORTS = 5_000_000_000L;

    private final long seed;
    private final long end;
    private final Tally tally = new Tally();

    private long lastReport = System.nanoTime();
    private long endOfRound;
    private long begun;
    private int round;

    private LongRun(long seed, Duration duration) {
        this.seed = seed;
        this.end = System.nanoTime() + duration.toNanos();
    }

    /** Options are system properties, because Maven hands those on. */
    public static void main(String... ignored) throws Exception {
        String duration = System.getProperty("proof.duration", "20m");
        LongRun run = new LongRun(
                Seeds.ofThisRun(),
                RetryPolicy.builder().set("maxDuration", duration).build().maxDuration());
        System.out.println("proof: duration=" + duration + " seed=" + run.seed);
        run.run();
        System.exit(run.report() ? 0 : 1);
    }

    private void run() throws Exception {
        List<Door> doors = List.of(new WovenDoor(), new ProgrammaticDoor());
        try (PostgresServer server = new PostgresServer()) {
            while (System.nanoTime() < end) {
                Door door = doors.get(round / 2 % doors.size());
                endOfRound = Math.min(end, System.nanoTime() + NANOS_OF_A_ROUND);
                if (round % 2 == 0) {
                    onPostgreSql(server, door);
                } else {
                    onH2(door);
                }
                round++;
            }
        }
    }

    private void onH2(Door door) throws Exception {
        try (World world = World.in(Databases.h2())) {
            Workload workload = workload(world, door, false);
            world.open(CALLS_OF_A_ROUND);
            judge("H2", world, workload.run(CALLS_OF_A_ROUND, this::isOver));
        }
    }

    private void onPostgreSql(PostgresServer server, Door door) throws Exception {
        HikariConfig pool = server.newDatabase("socketTimeout=20");
        try (World world = World.on(pool)) {
            world.open(CALLS_OF_A_ROUND);
            Workload workload = workload(world, door, true);
            Killer killer = Killer.start(server, Seeds.random(seed, -1 - round));
            History history = workload.run(CALLS_OF_A_ROUND, this::isOver);
            int kills = killer.stop();
            tally.addKills(kills);
            PostgresServer.await(
                    "nothing is on its way",
                    () -> server.backends("xact_start is not null").isEmpty());
            PostgresServer.await("the pool has recovered", world::answers);
            judge("PostgreSQL, killed " + kills + " times", world, history);
        }
    }

    private Workload workload(World world, Door door, boolean mayFail) {
        long seedOfRound = Seeds.random(seed, round).nextLong();
        return new Workload(
                world,
                hasLedger() ? Strategy.verifying(door) : Strategy.of(door),
                new Faults(seedOfRound, hasLedger() ? Fault.eachButInterrupts(0.01) : Fault.each(0.01)),
                token -> Errand.of(seedOfRound, token),
                mayFail);
    }

    private boolean hasLedger() {
        return round / 4 % 2 == 1;
    }

    private void judge(String where, World world, History history) {
        Findings findings = Judge.judge(world, history);
        tally.add(history, findings);
        System.out.println("proof: round " + round + " on " + where + (hasLedger() ? ", with the ledger: " : ": ")
                + history.calls().size() + " calls, " + history.told(Told.UNKNOWN) + " unknown, found " + findings);
    }

    /** Asked before each call. */
    private synchronized boolean isOver() {
        begun++;
        long now = System.nanoTime();
        if (now - lastReport > NANOS_BETWEEN_REPORTS) {
            lastReport = now;
            long left = Math.max(0, Duration.ofNanos(end - now).toSeconds());
            System.out.println("proof: " + left + " s left, " + begun + " calls made, judged " + tally.line(seed));
        }
        return now >= endOfRound;
    }

    private boolean report() {
        System.out.println("proof: " + tally.more());
        System.out.println(tally.line(seed));
        return tally.findings().isEmpty();
    }
}
