package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Doors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise itself, at random, through every door. The volumes are those of all doors together. */
@ParameterizedClass(name = "{0}")
@MethodSource("doors")
class ProofTest {

    /** So that a run needs no more memory than one of its rounds. */
    private static final long CALLS_OF_A_ROUND = 25_000;

    /** With fewer calls some fault may not happen at all. */
    private static final long ENOUGH_FOR_EACH_FAULT = 1_000;

    private static final long ENOUGH_TO_MEET = 500;

    private final long seed = Seeds.ofThisRun();

    private final Door door;

    ProofTest(Door door) {
        this.door = door;
    }

    static List<Named<Door>> doors() {
        return Doors.ofThisJvm();
    }

    @Test
    void nothingIsLostDoubledOrSwallowedOnH2() throws Exception {
        prove(Databases.h2(), volume("proof.h2", 200_000), Map.of());
    }

    @Test
    void nothingIsLostDoubledOrSwallowedOnPostgreSql() throws Exception {
        prove(Databases.postgresql(), volume("proof.postgresql", 50_000), Map.of());
    }

    @Test
    void nothingIsLostDoubledOrSwallowedOnMariaDb() throws Exception {
        prove(Databases.mariadb(), volume("proof.mariadb", 10_000), Map.of());
    }

    @Test
    void norIsItWhereEverythingGoesWrongOnH2() throws Exception {
        prove(Databases.h2(), volume("proof.faults", 20_000) * 2 / 5, Fault.each(0.01));
    }

    @Test
    void norIsItWhereEverythingGoesWrongOnPostgreSql() throws Exception {
        prove(Databases.postgresql(), volume("proof.faults", 20_000) * 2 / 5, Fault.each(0.01));
    }

    @Test
    void norIsItWhereEverythingGoesWrongOnMariaDb() throws Exception {
        prove(Databases.mariadb(), volume("proof.faults", 20_000) / 5, Fault.each(0.01));
    }

    @Test
    void andNothingIsUnknownToTheLedgerOnH2() throws Exception {
        proveWithLedger(Databases.h2(), volume("proof.ledger", 20_000) * 2 / 5);
    }

    @Test
    void andNothingIsUnknownToTheLedgerOnPostgreSql() throws Exception {
        proveWithLedger(Databases.postgresql(), volume("proof.ledger", 20_000) * 2 / 5);
    }

    @Test
    void andNothingIsUnknownToTheLedgerOnMariaDb() throws Exception {
        proveWithLedger(Databases.mariadb(), volume("proof.ledger", 20_000) / 5);
    }

    @Test
    void norIsItInTransactionsThatCallsShareOnH2() throws Exception {
        proveShared(Databases.h2(), volume("proof.combined", 20_000) * 2 / 5);
    }

    @Test
    void norIsItInTransactionsThatCallsShareOnPostgreSql() throws Exception {
        proveShared(Databases.postgresql(), volume("proof.combined", 20_000) * 2 / 5);
    }

    @Test
    void norIsItInTransactionsThatCallsShareOnMariaDb() throws Exception {
        proveShared(Databases.mariadb(), volume("proof.combined", 20_000) / 5);
    }

    /** Without faults first: then nothing may be unknown. With them, a disturbed commit is unknown to all who share it. */
    private void proveShared(Database database, long calls) throws Exception {
        database.assumeAvailable();
        for (Map<Fault, Double> chances : List.of(Map.<Fault, Double>of(), Fault.each(0.01))) {
            Tally once = proveShared(database, calls / 4, chances, Strategy.sharing(door), Judge::judgeSharedFlush);
            Tally each = proveShared(database, calls / 4, chances, Strategy.sharingWithFlush(door), Judge::judgeShared);
            if (chances.isEmpty()) {
                assertThat(once.unknown() + each.unknown())
                        .as("unknown outcomes")
                        .isZero();
            }
        }
    }

    private Tally proveShared(
            Database database,
            long calls,
            Map<Fault, Double> chances,
            Strategy strategy,
            BiFunction<World, History, Findings> judge)
            throws Exception {
        Tally tally = new Tally();
        try (World world = World.in(database);
                Meters meters = new Meters(new SimpleMeterRegistry())) {
            world.open(calls);
            Faults faults = new Faults(seed, chances);
            boolean mayFail = !chances.isEmpty();
            History history =
                    new Workload(world, strategy, faults, token -> Errand.of(seed, token), mayFail).run(calls);
            tally.add(history, judge.apply(world, history));
            if (calls >= ENOUGH_TO_MEET) {
                assertThat(meters.shared())
                        .as("calls that shared a transaction")
                        .isPositive();
            }
        }
        hold(tally, database.name() + ", shared transactions");
        return tally;
    }

    private void proveWithLedger(Database database, long calls) throws Exception {
        Map<Fault, Double> chances = Fault.eachButInterrupts(0.01);
        Tally verified = prove(database, calls / 2, chances, Strategy.verifying(door), Meters::judgeWithLedger);
        Tally known = prove(database, calls / 2, chances, Strategy.untilKnown(door), Meters::judgeWithLedger);
        assertThat(verified.unknown()).as("unknown outcomes").isZero();
        assertThat(known.unknown()).as("unknown outcomes").isZero();
    }

    @Test
    void norIsItWhereTheMeterRegistryThrows() throws Exception {
        prove(Databases.h2(), volume("proof.registry", 2_000), Map.of(Fault.REGISTRY_THROWS, 0.5));
    }

    @Test
    void underSerializableThereIsAnOrderForThoseWhoOnlyReadToo() throws Exception {
        Database database = Databases.postgresql();
        database.assumeAvailable();
        Tally tally = new Tally();
        try (World world = World.serializable(database)) {
            Workload workload = workload(world, Strategy.of(door), Faults.none());
            long calls = volume("proof.serializable", 4_000);
            world.open(calls);
            History history = workload.run(calls);
            tally.add(history, Judge.judgeSerializable(world, history));
        }
        hold(tally, "SERIALIZABLE");
    }

    private void prove(Database database, long calls, Map<Fault, Double> chances) throws Exception {
        Tally tally = prove(database, calls, chances, Strategy.of(door), Meters::judge);
        if (!chances.containsKey(Fault.LOST_AT_COMMIT_DONE)) {
            assertThat(tally.unknown()).as("unknown outcomes").isZero();
        }
    }

    private Tally prove(
            Database database,
            long calls,
            Map<Fault, Double> chances,
            Strategy strategy,
            BiFunction<Meters, History, Findings> metersJudge)
            throws Exception {
        database.assumeAvailable();
        Faults faults = new Faults(seed, chances);
        Tally tally = new Tally();
        for (long left = calls; left > 0; left -= CALLS_OF_A_ROUND) {
            try (World world = World.in(database)) {
                proveRound(world, Math.min(left, CALLS_OF_A_ROUND), faults, strategy, metersJudge, tally);
            }
        }
        hold(tally, database.name());
        if (calls >= ENOUGH_FOR_EACH_FAULT) {
            assertThat(tally.faults().keySet()).as("faults").isEqualTo(chances.keySet());
        }
        return tally;
    }

    private void proveRound(
            World world,
            long calls,
            Faults faults,
            Strategy strategy,
            BiFunction<Meters, History, Findings> metersJudge,
            Tally tally)
            throws Exception {
        world.open(calls);
        boolean exact = !faults.has(Fault.REGISTRY_THROWS);
        try (Meters meters = new Meters(exact ? new SimpleMeterRegistry() : new ThrowingRegistry())) {
            History history = workload(world, strategy, faults).run(calls);
            Findings findings = Judge.judge(world, history);
            if (exact) {
                findings.addAll(metersJudge.apply(meters, history));
            }
            tally.add(history, findings);
        }
    }

    private Workload workload(World world, Strategy strategy, Faults faults) {
        return new Workload(world, strategy, faults, token -> Errand.of(seed, token), false);
    }

    private void hold(Tally tally, String where) {
        System.out.println("proof: " + where + ", " + door.operation() + ": " + tally.line(seed) + " " + tally.more());
        assertThat(tally.findings().isEmpty())
                .as(() -> "-Dproof.seed=" + seed + " has the same calls and faults again. Found: " + tally.findings())
                .isTrue();
    }

    private static long volume(String property, long all) {
        return Long.getLong(property, all) / Doors.ofThisJvm().size();
    }
}
