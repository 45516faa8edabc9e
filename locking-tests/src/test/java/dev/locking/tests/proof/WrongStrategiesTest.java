package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.ProgrammaticDoor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checkers must catch what people write by hand, or they would not catch us either. */
class WrongStrategiesTest {

    private static final long CALLS = 4_000;

    private final long seed = Seeds.ofThisRun();

    @Test
    void mergingTheInstancesOfAFailedAttemptLosesUpdates() throws Exception {
        Tally tally = tryOut(new ReMergeSameInstance(), Faults.none());

        assertThat(tally.findings().count(Finding.LOST)).isPositive();
    }

    @Test
    void repeatingAfterEveryFailureDoublesChanges() throws Exception {
        Tally tally =
                tryOut(new RetryEveryPersistenceException(), new Faults(seed, Map.of(Fault.LOST_AT_COMMIT_DONE, 0.01)));

        assertThat(tally.findings().count(Finding.DOUBLED)).isPositive();
        assertThat(tally.findings().count(Finding.LOST)).isZero();
    }

    @Test
    void catchingAConflictAndCommittingSwallowsChanges() throws Exception {
        Tally tally = tryOut(new CatchAndCommit(), Faults.none());

        assertThat(tally.findings().count(Finding.SWALLOWED)).isPositive();
        assertThat(tally.findings().count(Finding.LOST)).isZero();
    }

    /** No strategy at all can be right with such a driver. */
    @Test
    void aDriverThatDoesNotSayHowManyRowsItChangedLosesUpdates() throws Exception {
        Tally tally =
                tryOut(Strategy.of(new ProgrammaticDoor()), new Faults(seed, Map.of(Fault.BATCH_COUNT_UNKNOWN, 1.0)));

        assertThat(tally.findings().count(Finding.LOST)).isPositive();
    }

    private Tally tryOut(Strategy strategy, Faults faults) throws InterruptedException {
        Tally tally = new Tally();
        try (World world = World.in(Databases.h2())) {
            world.open(CALLS);
            History history = new Workload(world, strategy, faults, token -> Errand.hot(seed, token), true).run(CALLS);
            tally.add(history, Judge.judge(world, history));
        }
        System.out.println("proof: " + strategy.getClass().getSimpleName() + ": " + tally.line(seed));
        return tally;
    }
}
