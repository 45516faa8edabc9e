package dev.locking.tests.interleavings;

import static dev.locking.tests.interleavings.Table.h2;
import static dev.locking.tests.interleavings.Table.mariadb;
import static dev.locking.tests.interleavings.Table.postgresql;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is between rows: unique keys, foreign keys, and collections that belong to their owner's version. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("wovenDoorAndPlaces")
class ConstraintsTest extends InterleavingKit {

    private static final long CLUB = 1;
    private static final String VIOLATION = "ConstraintViolationException";

    /** Both look before they insert, as one does, which SERIALIZABLE sees where it is what it says. */
    @Test
    void aUniqueKeyThatAnotherHasInsertedLeavesAsItCame() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(issues(a, 1), issues(b, 2), a.commits(), b.commits());

        List<String> fails = List.of(VIOLATION);
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .isEqualTo(at(
                        h2(fails, fails, fails),
                        mariadb(fails, fails, List.of("DEADLOCK", COMMITTED)),
                        postgresql(fails, fails, List.of("SERIALIZATION", COMMITTED))));
        assertThat(badges()).containsExactly(b.bodies() == 1 ? "1 held by 1" : "1 held by 2");
    }

    @Test
    void aUniqueKeyThatAnotherHasInsertedIsFoundByTheNextAttemptWhereThatIsDeclared() throws Exception {
        Actor a = actor(door::callDeclaringDuplicatesAndLockTimeouts);
        Actor b = actor(door::callDeclaringDuplicatesAndLockTimeouts);

        play(issues(a, 1), issues(b, 2), a.commits(), b.commits());

        String duplicate = "DUPLICATE";
        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story())
                .containsExactly(
                        at(
                                h2(duplicate, duplicate, duplicate),
                                mariadb(duplicate, duplicate, "DEADLOCK"),
                                postgresql(duplicate, duplicate, "SERIALIZATION")),
                        COMMITTED);
        assertThat(badges()).containsExactly("1 held by 2");
    }

    private static Step issues(Actor actor, long id) {
        return actor.does(session -> {
            Badge badge = session.createSelectionQuery("from Badge where code = 'gold'", Badge.class)
                    .getSingleResultOrNull();
            if (badge == null) {
                session.persist(new Badge(id, "gold", null));
            } else {
                badge.holders++;
            }
        });
    }

    /** Nobody has looked before, so nothing but the key is in the way; the first row stays as it is. */
    @Test
    void aPrimaryKeyThatAnotherHasInsertedLeavesAsItCame() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(a.opens(5, 1), b.opens(5, 2), a.commits(), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(VIOLATION);
        assertThat(wallet(5)).isEqualTo("1 at version 0");
    }

    /**
     * The violated foreign key is a conflict, since the club that was read is gone. At MariaDB's SERIALIZABLE it cannot go
     * while it is read, and the one who wants to delete it fails. H2 checks foreign keys on the snapshot: from REPEATABLE
     * READ on the badge is left without its club, and nothing tells.
     */
    @Test
    void aChildOfAParentThatIsDeletedIsAConflict() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(finds(a), closes(b), b.commits(), joins(a), a.commits());

        String gone = "GONE on Club 1 (version 0, now gone)";
        Ending again = new Ending(List.of("PARENT_" + gone, NO_CLUB), List.of(COMMITTED), "no club, badges []");
        Ending onSnapshot = new Ending(List.of(gone, NO_CLUB), List.of(COMMITTED), "no club, badges []");
        Ending dangling = new Ending(List.of(COMMITTED), List.of(COMMITTED), "no club, badges [1 held by 1]");
        Ending closeFails = new Ending(List.of(COMMITTED), List.of(VIOLATION), "a club, badges [1 held by 1]");
        assertThat(ending(a, b))
                .isEqualTo(at(
                        h2(again, dangling, dangling),
                        mariadb(again, again, closeFails),
                        postgresql(again, onSnapshot, onSnapshot)));
    }

    /** The club is as it was read, so that another run would fail in the same way. H2 as above. */
    @Test
    void aParentWithAChildThatAnotherHasInsertedIsNotDeleted() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(finds(a), joins(b), b.commits(), closes(a), a.commits());

        Ending fails = new Ending(List.of(VIOLATION), List.of(COMMITTED), "a club, badges [1 held by 1]");
        Ending dangling = new Ending(List.of(COMMITTED), List.of(COMMITTED), "no club, badges [1 held by 1]");
        assertThat(ending(a, b))
                .isEqualTo(at(
                        h2(fails, dangling, dangling), mariadb(fails, fails, fails), postgresql(fails, fails, fails)));
    }

    /** Who deletes waits for the child's transaction. H2 does not wait, at no isolation level. */
    @Test
    void aParentWithAChildThatAnotherIsInsertingIsNotDeleted() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(joins(b), b.flushes(), closes(a), a.flushes(), b.commits(), a.commits());

        Ending fails = new Ending(List.of(VIOLATION), List.of(COMMITTED), "a club, badges [1 held by 1]");
        Ending dangling = new Ending(List.of(COMMITTED), List.of(COMMITTED), "no club, badges [1 held by 1]");
        assertThat(ending(a, b))
                .isEqualTo(at(
                        h2(dangling, dangling, dangling),
                        mariadb(fails, fails, fails),
                        postgresql(fails, fails, fails)));
    }

    @Test
    void elementsThatBothAddToACollectionOfOneOwnerAreBothKept() throws Exception {
        Actor a = actor();
        Actor b = actor();

        play(enrols(a, "Ada"), enrols(b, "Bob"), a.commits(), b.commits());

        assertThat(a.story()).containsExactly(COMMITTED);
        assertThat(b.story()).containsExactly(STALE_WRITE.at(place) + " on Club 1 (version 0, now 1)", COMMITTED);
        assertThat(bank.<List<String>>inAnotherSession(
                        session -> club(session).members.stream().sorted().toList()))
                .containsExactly("Ada", "Bob");
        assertThat(bank.<Long>inAnotherSession(session -> club(session).version))
                .isEqualTo(2);
    }

    private static final String NO_CLUB = "NoSuchElementException";

    /** How it ends for two, and what is there then. */
    private record Ending(List<String> a, List<String> b, String left) {}

    private Ending ending(Actor a, Actor b) {
        String club = bank.inAnotherSession(session -> session.find(Club.class, CLUB) == null ? "no club" : "a club");
        return new Ending(a.story(), b.story(), club + ", badges " + badges());
    }

    private List<String> badges() {
        return bank.inAnotherSession(
                session -> session
                        .createSelectionQuery("select id, holders from Badge order by id", Object[].class)
                        .getResultList()
                        .stream()
                        .map(badge -> badge[0] + " held by " + badge[1])
                        .toList());
    }

    private static Step finds(Actor actor) {
        return actor.does(ConstraintsTest::club);
    }

    private static Step joins(Actor actor) {
        return actor.does(session -> session.persist(new Badge(1, "silver", club(session))));
    }

    private static Step closes(Actor actor) {
        return actor.does(session -> session.remove(club(session)));
    }

    private static Step enrols(Actor actor, String member) {
        return actor.does(session -> club(session).members.add(member));
    }

    private static Club club(Session session) {
        Club club = session.find(Club.class, CLUB);
        if (club == null) {
            throw new NoSuchElementException("no club " + CLUB);
        }
        return club;
    }
}
