package dev.locking.tests.interleavings;

import static dev.locking.tests.interleavings.Table.h2;
import static dev.locking.tests.interleavings.Table.mariadb;
import static dev.locking.tests.interleavings.Table.postgresql;
import static jakarta.persistence.LockModeType.OPTIMISTIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that others change or delete: who wins, how often the loser runs, and which rows its conflict names. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("wovenDoorAndPlaces")
class ChangedRowsTest extends InterleavingKit {

    private Actor a;
    private Actor b;
    private Actor c;

    @BeforeEach
    void threeActors() {
        a = actor();
        b = actor();
        c = actor();
    }

    /** No statement is sent before the commits, so nobody waits, and Hibernate's order of updates meets no other. */
    @Test
    void twoRowsThatAreReadInOppositeOrderAreBothNamed() throws Exception {
        play(
                a.reads(1),
                b.reads(2),
                a.reads(2),
                b.reads(1),
                a.credits(2, 10),
                a.credits(1, 10),
                b.credits(1, 20),
                b.credits(2, 20),
                a.commits(),
                b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(stale(1, 0, 1) + ", " + stale(2, 0, 1), COMMITTED);
        assertThat(wallet(1)).isEqualTo("130 at version 2");
        assertThat(wallet(2)).isEqualTo("130 at version 2");
    }

    /**
     * A deadlock in truth. Nothing was committed when it is looked into, so nothing is stale; only at MariaDB's SERIALIZABLE
     * the look has to wait until the winner commits.
     */
    @Test
    void whoClosesACircleOfWaitsRunsAgain() throws Exception {
        play(
                letsOthersFindDeadlocks(a),
                a.writes(1, 10),
                b.writes(2, 20),
                a.writes(2, 10),
                b.writes(1, 20),
                a.commits(),
                b.commits());

        String deadlock = "DEADLOCK";
        String waited = deadlock + onWallet(2, 0, 1);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .containsExactly(
                        at(
                                h2(deadlock, deadlock, deadlock),
                                mariadb(deadlock, deadlock, waited),
                                postgresql(deadlock, deadlock, deadlock)),
                        COMMITTED);
        assertThat(wallet(1)).isEqualTo("130 at version 2");
        assertThat(wallet(2)).isEqualTo("130 at version 2");
    }

    /** PostgreSQL ends the transaction that notices; the others end the one that comes last. */
    private Step letsOthersFindDeadlocks(Actor actor) {
        return actor.does(session -> {
            if (place.product() == Product.POSTGRESQL) {
                session.createNativeMutationQuery("set local deadlock_timeout = '1min'")
                        .executeUpdate();
            }
        });
    }

    @Test
    void threeWhoReadTheSameVersionLoseOnceEachAtMost() throws Exception {
        play(
                a.reads(1),
                b.reads(1),
                c.reads(1),
                a.credits(1, 1),
                b.credits(1, 2),
                c.credits(1, 4),
                a.commits(),
                b.commits(),
                c.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(stale(1, 0, 1), COMMITTED);
        assertThat(c.story()).containsExactly(stale(1, 0, 1), COMMITTED);
        assertThat(b.seen()).containsExactly(101L);
        assertThat(c.seen()).containsExactly(103L);
        assertThat(wallet(1)).isEqualTo("107 at version 3");
    }

    /**
     * The second attempt has locked the row before its body reads, so the third actor waits with its write, and it is that
     * one who loses. Where the database itself found the first conflict no lock is taken, as it would not help on a
     * snapshot: there, who comes new may win again.
     */
    @Test
    void whoHasLostByItsVersionIsNotOvertakenByWhoComesNew() throws Exception {
        play(
                a.reads(1),
                b.credits(1, 20),
                b.commits(),
                a.credits(1, 10),
                a.commits(),
                a.again(a.reads(1)),
                c.writes(1, 40),
                a.again(a.credits(1, 10)),
                a.again(a.commits()),
                c.commits());

        List<String> once = List.of(stale(1, 0, 1), COMMITTED);
        List<String> twice = List.of(stale(1, 0, 1), stale(1, 1, 2), COMMITTED);
        List<String> overtaking = List.of(COMMITTED);
        List<String> behind = List.of(stale(1, 1, 2), COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story())
                .isEqualTo(at(h2(once, twice, twice), mariadb(once, once, twice), postgresql(once, twice, twice)));
        assertThat(c.story())
                .isEqualTo(at(
                        h2(behind, overtaking, overtaking),
                        mariadb(behind, behind, overtaking),
                        postgresql(behind, overtaking, overtaking)));
        assertThat(wallet(1)).isEqualTo("170 at version 3");
    }

    /** At MariaDB's SERIALIZABLE the other waits for the rows that were read, and is the one who is in the way. */
    @Test
    void allStaleRowsOfOneFlushAreNamedAndNoOther() throws Exception {
        play(
                a.reads(1),
                a.reads(2),
                a.reads(3),
                a.reads(4),
                b.credits(2, 20),
                b.credits(3, 20),
                b.commits(),
                a.credits(1, 10),
                a.credits(2, 10),
                a.credits(3, 10),
                a.credits(4, 10),
                a.commits());

        boolean readersGoFirst =
                at(h2(false, false, false), mariadb(false, false, true), postgresql(false, false, false));
        Actor winner = readersGoFirst ? a : b;
        Actor loser = readersGoFirst ? b : a;
        assertThat(winner.story()).containsExactly(COMMITTED);
        assertThat(loser.story()).containsExactly(stale(2, 0, 1) + ", " + stale(3, 0, 1), COMMITTED);
        assertThat(wallet(1)).isEqualTo("110 at version 1");
        assertThat(wallet(2)).isEqualTo("130 at version 2");
        assertThat(wallet(3)).isEqualTo("130 at version 2");
        assertThat(wallet(4)).isEqualTo("110 at version 1");
    }

    /** Allowed everywhere: as if the reader had come first. */
    @Test
    void aStaleRowThatWasOnlyReadIsNoConflict() throws Exception {
        play(a.reads(1), b.credits(1, 20), b.commits(), a.credits(2, 10), a.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.seen()).containsExactly(100L);
        assertThat(wallet(1)).isEqualTo("120 at version 1");
        assertThat(wallet(2)).isEqualTo("110 at version 1");
    }

    /** It may be the reason, and whoever repeats wants to know. */
    @Test
    void aStaleRowThatWasOnlyReadIsNamedBesideTheOneThatWasWritten() throws Exception {
        play(a.reads(1), a.reads(2), b.credits(1, 20), b.credits(2, 20), b.commits(), a.credits(2, 10), a.commits());

        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story()).containsExactly(stale(1, 0, 1) + ", " + stale(2, 0, 1), COMMITTED);
        assertThat(wallet(1)).isEqualTo("120 at version 1");
        assertThat(wallet(2)).isEqualTo("130 at version 2");
    }

    /** The flush succeeds, and the check before the commit does not; on a snapshot there is nothing that it could find. */
    @Test
    void aConflictAfterTheFlushTakesBackWhatTheFlushHasWritten() throws Exception {
        play(a.reads(1, OPTIMISTIC), a.writes(2, 10), b.credits(1, 20), b.commits(), a.commits());

        List<String> again = List.of("STALE_READ" + onWallet(1, 0, 1), COMMITTED);
        List<String> atOnce = List.of(COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story())
                .isEqualTo(at(
                        h2(again, atOnce, atOnce), mariadb(again, atOnce, atOnce), postgresql(again, atOnce, atOnce)));
        assertThat(a.seen()).containsExactly(a.bodies() == 1 ? 100L : 120L);
        assertThat(wallet(1)).isEqualTo("120 at version 1");
        assertThat(wallet(2)).isEqualTo("110 at version 1");
    }

    /**
     * A version check that finds no row is surfaced. Where the database itself refuses the write, the conflict names the row
     * as gone and the body runs again; what it then does without the row is its own word.
     */
    @Test
    void anUpdateOfARowThatIsDeletedIsNotRepeatedForEver() throws Exception {
        play(a.reads(1), b.deletes(1), b.commits(), a.credits(1, 10), a.commits());

        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story()).containsExactly("GONE on Wallet 1 (version 0, now gone)", endWithoutTheRow());
        assertThat(wallet(1)).isEqualTo("gone");
    }

    private String endWithoutTheRow() {
        return at(
                h2(SURFACED, NO_WALLET, NO_WALLET),
                mariadb(SURFACED, SURFACED, NO_WALLET),
                postgresql(SURFACED, NO_WALLET, NO_WALLET));
    }

    /** The delete is repeated on the version that the update has left: it was asked for, and nothing declared against it. */
    @Test
    void aDeleteOfARowThatIsUpdatedRunsAgain() throws Exception {
        play(a.reads(1), b.credits(1, 10), b.commits(), a.deletes(1), a.commits());

        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story()).containsExactly(stale(1, 0, 1), COMMITTED);
        assertThat(a.seen()).containsExactly(110L);
        assertThat(wallet(1)).isEqualTo("gone");
    }

    @Test
    void aDeleteOfARowThatIsDeletedIsNotRepeatedForEver() throws Exception {
        play(a.reads(1), b.deletes(1), b.commits(), a.deletes(1), a.commits());

        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story()).containsExactly("GONE on Wallet 1 (version 0, now gone)", endWithoutTheRow());
        assertThat(wallet(1)).isEqualTo("gone");
    }
}
