package dev.locking.tests.interleavings;

import static dev.locking.ConflictKind.DEADLOCK;
import static dev.locking.ConflictKind.SERIALIZATION;
import static dev.locking.ConflictKind.STALE_UPDATE;
import static dev.locking.tests.interleavings.Table.h2;
import static dev.locking.tests.interleavings.Table.mariadb;
import static dev.locking.tests.interleavings.Table.postgresql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.ConflictKind;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Bank;
import dev.locking.tests.kit.Doors;
import dev.locking.tests.kit.Wallet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/** A door of this JVM at a place, each in turn, with wallets 1 to 4 that hold 100 each, and club 1 without members. */
abstract class InterleavingKit {

    static final String COMMITTED = "committed";
    static final String SURFACED = "surfaced";

    /** The body's own failure, because the wallet that it wants to change is not there. */
    static final String NO_WALLET = "NoSuchElementException";

    @Parameter(0)
    Door door;

    @Parameter(1)
    Place place;

    Bank bank;

    private final List<Actor> actors = new ArrayList<>();

    /** How a write on a row that has changed since it was read is refused; at MariaDB's SERIALIZABLE the read locks it. */
    static final Table<ConflictKind> STALE_WRITE = Table.of(
            h2(STALE_UPDATE, DEADLOCK, DEADLOCK),
            mariadb(STALE_UPDATE, STALE_UPDATE, DEADLOCK),
            postgresql(STALE_UPDATE, SERIALIZATION, SERIALIZATION));

    static Stream<Arguments> wovenDoorAndPlaces() {
        return Place.all().map(place -> Arguments.of(Doors.ofThisJvm().get(0), place));
    }

    static Stream<Arguments> doorsAndPlaces() {
        return Place.all().flatMap(place -> Doors.ofThisJvm().stream().map(door -> Arguments.of(door, place)));
    }

    @BeforeEach
    void openTheBank() {
        place.assumeAvailable();
        place.openBank();
        bank = place.bank();
        bank.inAnotherSession(InterleavingKit::asNew);
    }

    @AfterAll
    static void leave() {
        Place.leave();
    }

    private static @Nullable Object asNew(Session session) {
        session.createMutationQuery("delete from Badge").executeUpdate();
        session.createMutationQuery("delete from Club").executeUpdate();
        session.createMutationQuery("delete from Wallet").executeUpdate();
        for (long id = 1; id <= 4; id++) {
            session.persist(new Wallet(id, 100));
        }
        session.persist(new Club(1));
        return null;
    }

    Actor actor() {
        return actor(door::call);
    }

    Actor actor(Actor.Call call) {
        Actor actor = new Actor(bank, call);
        actors.add(actor);
        return actor;
    }

    void play(Step... steps) throws Exception {
        new Script(place, steps).play();

        assertThat(actors)
                .as("each attempt ran the body once")
                .allSatisfy(actor -> assertThat(actor.attempts()).isEqualTo(actor.bodies()));
    }

    /** Balance and version. */
    String wallet(long id) {
        return bank.inAnotherSession(session -> {
            Wallet wallet = session.find(Wallet.class, id);
            return wallet == null ? "gone" : wallet.balance + " at version " + wallet.version;
        });
    }

    /** What a table says for this place. */
    <T> T at(Table.Row<T> first, Table.Row<T> second, Table.Row<T> third) {
        return Table.of(first, second, third).at(place);
    }

    /** The conflict of a stale write on a wallet, as stories tell it. */
    String stale(long wallet, long version, long now) {
        return STALE_WRITE.at(place) + onWallet(wallet, version, now);
    }

    static String onWallet(long wallet, long version, long now) {
        return " on Wallet " + wallet + " (version " + version + ", now " + now + ")";
    }
}
