package dev.locking.tests.interleavings;

import static dev.locking.tests.interleavings.Table.h2;
import static dev.locking.tests.interleavings.Table.mariadb;
import static dev.locking.tests.interleavings.Table.postgresql;
import static jakarta.persistence.LockModeType.OPTIMISTIC;
import static jakarta.persistence.LockModeType.OPTIMISTIC_FORCE_INCREMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The anomalies that isolation levels are defined by, in the words of Adya and Hermitage. Runs through every door of this
 * JVM.
 *
 * <p>Three things of the databases explain most tables. H2 and PostgreSQL have snapshots at REPEATABLE READ, and refuse a
 * write on what changed after it; MariaDB's writes there see what was committed last, so the version check decides.
 * MariaDB's SERIALIZABLE locks what is read, PostgreSQL's watches it. H2's SERIALIZABLE is its snapshot under another
 * name: it allows write skew, as H2's manual says.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndPlaces")
class AnomaliesTest extends InterleavingKit {

    private static final List<String> AT_ONCE = List.of(COMMITTED);

    private Actor a;
    private Actor b;

    @BeforeEach
    void twoActors() {
        a = actor();
        b = actor();
    }

    /** P4. */
    @Test
    void noUpdateIsLostIfBothHaveReadTheSameVersion() throws Exception {
        // snippet: interleaving
        play(a.reads(1), b.reads(1), a.credits(1, 10), a.commits(), b.credits(1, 20), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(stale(1, 0, 1), COMMITTED);
        assertThat(b.seen()).containsExactly(110L);
        assertThat(wallet(1)).isEqualTo("130 at version 2");
        // end
    }

    /** P4, where the second has to wait for the first, and loses when that one commits. */
    @Test
    void noUpdateIsLostIfTheSecondWaitsForTheRowOfTheFirst() throws Exception {
        play(a.reads(1), b.reads(1), a.writes(1, 10), b.writes(1, 20), a.commits(), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(stale(1, 0, 1), COMMITTED);
        assertThat(wallet(1)).isEqualTo("130 at version 2");
    }

    /** G0. MariaDB's SERIALIZABLE has the second wait already when it reads, so that it sees what the first leaves. */
    @Test
    void writesOfTwoDoNotMix() throws Exception {
        play(a.writes(1, 10), b.writes(1, 20), a.writes(2, 10), a.commits(), b.writes(2, 20), b.commits());

        String lost = stale(1, 0, 1);
        List<String> twice = List.of(lost, COMMITTED);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .isEqualTo(
                        at(h2(twice, twice, twice), mariadb(twice, twice, AT_ONCE), postgresql(twice, twice, twice)));
        assertThat(wallet(1)).isEqualTo("130 at version 2");
        assertThat(wallet(2)).isEqualTo("130 at version 2");
    }

    /** G1a. At MariaDB's SERIALIZABLE the reader waits until the change is taken back. */
    @Test
    void whatIsRolledBackWasNeverSeen() throws Exception {
        play(a.writes(1, 10), b.asks(1), a.changesItsMind(), b.credits(1, 20), b.commits());

        assertThat(a.story()).containsExactly("ChangedItsMind");
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(b.seen()).containsExactly(100L);
        assertThat(wallet(1)).isEqualTo("120 at version 1");
    }

    /** G1b: 110 is never seen. What is read twice may differ at READ COMMITTED. */
    @Test
    void whatAnotherLeavesBehindInBetweenIsNeverSeen() throws Exception {
        play(a.writes(1, 10), b.asks(1), a.writes(1, 5), a.commits(), b.asks(1), b.commits());

        List<Long> both = List.of(100L, 115L);
        List<Long> before = List.of(100L, 100L);
        List<Long> after = List.of(115L, 115L);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(b.seen())
                .isEqualTo(
                        at(h2(both, before, before), mariadb(both, before, after), postgresql(both, before, before)));
        assertThat(wallet(1)).isEqualTo("115 at version 2");
    }

    /**
     * G1c: neither sees what the other has not committed. That both commit on values which the other has changed is G2, and
     * allowed below SERIALIZABLE.
     */
    @Test
    void informationDoesNotFlowInACircle() throws Exception {
        play(a.writes(1, 10), b.writes(2, 20), a.asks(2), b.asks(1), a.commits(), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(a.seen()).containsExactly(100L);
        assertThat(b.story()).isEqualTo(secondOfACircle("DEADLOCK", "SERIALIZATION"));
        assertThat(b.seen()).containsExactly(b.bodies() == 1 ? 100L : 110L);
        assertThat(wallet(1)).isEqualTo("110 at version 1");
        assertThat(wallet(2)).isEqualTo("120 at version 1");
    }

    /** Where SERIALIZABLE is what it says, the second of two who do not see each other loses; else both commit. */
    private List<String> secondOfACircle(String onMariaDb, String onPostgreSql) {
        return at(
                h2(AT_ONCE, AT_ONCE, AT_ONCE),
                mariadb(AT_ONCE, AT_ONCE, List.of(onMariaDb, COMMITTED)),
                postgresql(AT_ONCE, AT_ONCE, List.of(onPostgreSql, COMMITTED)));
    }

    /** PMP, read only. At MariaDB's SERIALIZABLE the second waits with its new row until the first has read twice. */
    @Test
    void aRowThatComesIntoAPredicateIsSeenAtReadCommittedOnly() throws Exception {
        play(a.counts(30), b.opens(5, 30), b.commits(), a.counts(30), a.commits());

        List<Long> comes = List.of(0L, 1L);
        List<Long> stays = List.of(0L, 0L);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.seen())
                .isEqualTo(at(h2(comes, stays, stays), mariadb(comes, stays, stays), postgresql(comes, stays, stays)));
        assertThat(wallet(5)).isEqualTo("30 at version 0");
    }

    /** G2: no row has a version that says what is not there. Only SERIALIZABLE helps, where it is what it says. */
    @Test
    void twoMayOpenWhatOnlyOneShouldBelowSerializable() throws Exception {
        play(a.counts(30), b.counts(30), a.opens(5, 30), b.opens(6, 30), a.commits(), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).isEqualTo(secondOfACircle("DEADLOCK", "SERIALIZATION"));
        assertThat(b.seen()).containsExactly(b.bodies() == 1 ? 0L : 1L);
        assertThat(wallet(5)).isEqualTo("30 at version 0");
        assertThat(wallet(6)).isEqualTo("30 at version 0");
    }

    /** G-single, read only: allowed at READ COMMITTED, where 210 is seen that never were. No version of what is only read is checked. */
    @Test
    void whoOnlyReadsMaySeeHalfOfATransferAtReadCommitted() throws Exception {
        play(a.reads(1), b.credits(1, -10), b.credits(2, 10), b.commits(), a.reads(2), a.commits());

        List<Long> half = List.of(100L, 110L);
        List<Long> before = List.of(100L, 100L);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.seen())
                .isEqualTo(
                        at(h2(half, before, before), mariadb(half, before, before), postgresql(half, before, before)));
        assertThat(wallet(1)).isEqualTo("90 at version 1");
        assertThat(wallet(2)).isEqualTo("110 at version 1");
    }

    /** G-single with OPTIMISTIC: what it has seen is checked at commit, and is seen again as a whole. */
    @Test
    void whoReadsWithOptimisticLocksSeesNoHalfOfATransfer() throws Exception {
        play(
                a.reads(1, OPTIMISTIC),
                b.credits(1, -10),
                b.credits(2, 10),
                b.commits(),
                a.reads(2, OPTIMISTIC),
                a.commits());

        List<String> again = List.of("STALE_READ" + onWallet(1, 0, 1), COMMITTED);
        List<Long> before = List.of(100L, 100L);
        List<Long> after = List.of(90L, 110L);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story())
                .isEqualTo(at(
                        h2(again, AT_ONCE, AT_ONCE),
                        mariadb(again, AT_ONCE, AT_ONCE),
                        postgresql(again, AT_ONCE, AT_ONCE)));
        assertThat(a.seen())
                .isEqualTo(at(
                        h2(after, before, before), mariadb(after, before, before), postgresql(after, before, before)));
    }

    /** G-single, and writes one of the two: from a snapshot both are stale, at READ COMMITTED only that which was read before. */
    @Test
    void whoWritesWhatItHasReadCommitsOnNoHalfOfATransfer() throws Exception {
        play(a.reads(1), b.credits(1, -10), b.credits(2, 10), b.commits(), a.reads(2), a.credits(1, 1), a.commits());

        String first = stale(1, 0, 1);
        String both = first + ", " + stale(2, 0, 1);
        assertThat(b.story()).containsExactly(COMMITTED);
        assertThat(a.story())
                .containsExactly(
                        at(h2(first, both, both), mariadb(first, both, both), postgresql(first, both, both)),
                        COMMITTED);
        assertThat(a.seen()).containsExactly(90L, 110L);
        assertThat(wallet(1)).isEqualTo("91 at version 2");
        assertThat(wallet(2)).isEqualTo("110 at version 1");
    }

    /**
     * G2-item: each has read both and empties another one. Allowed below SERIALIZABLE, since neither row that was written is
     * stale; who needs more says so by a lock mode.
     */
    @Test
    void writeSkewHappensWithoutLocksBelowSerializable() throws Exception {
        play(
                a.reads(1),
                a.reads(2),
                b.reads(1),
                b.reads(2),
                a.credits(1, -100),
                b.credits(2, -100),
                a.commits(),
                b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .isEqualTo(secondOfACircle("DEADLOCK" + onWallet(1, 0, 1), "SERIALIZATION" + onWallet(1, 0, 1)));
        assertThat(b.seen()).containsExactly(b.bodies() == 1 ? 100L : 0L, 100L);
        assertThat(wallet(1)).isEqualTo("0 at version 1");
        assertThat(wallet(2)).isEqualTo("0 at version 1");
    }

    /**
     * G2-item with OPTIMISTIC, whose check at commit is a plain read: it finds the change at READ COMMITTED, and at
     * REPEATABLE READ it reads the snapshot, which has not changed. So there it does not help; FORCE_INCREMENT does.
     */
    @Test
    void optimisticLocksPreventWriteSkewAtReadCommittedButNotOnASnapshot() throws Exception {
        play(
                a.reads(1, OPTIMISTIC),
                a.reads(2, OPTIMISTIC),
                b.reads(1, OPTIMISTIC),
                b.reads(2, OPTIMISTIC),
                a.credits(1, -100),
                b.credits(2, -100),
                a.commits(),
                b.commits());

        List<String> again = List.of("STALE_READ" + onWallet(1, 0, 1), COMMITTED);
        List<String> deadlock = List.of("DEADLOCK" + onWallet(1, 0, 1), COMMITTED);
        List<String> serialization = List.of("SERIALIZATION" + onWallet(1, 0, 1), COMMITTED);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .isEqualTo(at(
                        h2(again, AT_ONCE, AT_ONCE),
                        mariadb(again, AT_ONCE, deadlock),
                        postgresql(again, AT_ONCE, serialization)));
        assertThat(b.seen()).containsExactly(b.bodies() == 1 ? 100L : 0L, 100L);
    }

    /** G2-item with OPTIMISTIC_FORCE_INCREMENT on what each only reads: the second always sees what the first has done. */
    @Test
    void forcedIncrementsPreventWriteSkewEverywhere() throws Exception {
        play(
                a.reads(1),
                a.reads(2, OPTIMISTIC_FORCE_INCREMENT),
                b.reads(1, OPTIMISTIC_FORCE_INCREMENT),
                b.reads(2),
                a.credits(1, -100),
                b.credits(2, -100),
                a.commits(),
                b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(stale(1, 0, 1) + ", " + stale(2, 0, 1), COMMITTED);
        assertThat(b.seen()).containsExactly(0L, 100L);
    }
}
