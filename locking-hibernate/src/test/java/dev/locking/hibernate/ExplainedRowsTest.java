package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.ReportedMappings.AllColumns;
import dev.locking.hibernate.ReportedMappings.Audited;
import dev.locking.hibernate.ReportedMappings.Booking;
import dev.locking.hibernate.ReportedMappings.BookingId;
import dev.locking.hibernate.ReportedMappings.Dirty;
import dev.locking.hibernate.ReportedMappings.Dog;
import dev.locking.hibernate.ReportedMappings.Named;
import dev.locking.hibernate.ReportedMappings.Person;
import dev.locking.hibernate.ReportedMappings.Place;
import dev.locking.hibernate.ReportedMappings.Seat;
import dev.locking.hibernate.ReportedMappings.Sparse;
import dev.locking.hibernate.ReportedMappings.Truck;
import dev.locking.spi.Classification;
import java.time.Instant;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** Which rows a conflict names, of every kind of mapping, and whose change it was. */
class ExplainedRowsTest extends ConflictsToExplain {

    @Test
    void allStaleRowsOfABatchExplainThemselves() {
        Classification found = classified(
                session -> {
                    for (long id = 1; id <= 50; id++) {
                        session.find(Person.class, id).name = "mine" + id;
                    }
                },
                session -> {
                    session.find(Person.class, 4L).name = "theirs";
                    session.find(Person.class, 44L).phone = "theirs";
                });

        assertThat(found.conflicts()).extracting(Conflict::id).containsExactlyInAnyOrder(4L, 44L);
        assertThat(found.conflicts())
                .allSatisfy(conflict -> assertThat(conflict.isFalseConflict())
                        .isEqualTo(Long.valueOf(44).equals(conflict.id())))
                .flatMap(conflict -> changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("name", ChangeKind.OVERLAPPING, "Ann", "mine4", "theirs"),
                        tuple("name", ChangeKind.MINE, "Ann", "mine44", "Ann"),
                        tuple("phone", ChangeKind.THEIRS, null, null, "theirs"));
    }

    @Test
    void withoutBatchesThoseThatTheFlushDidNotComeToExplainThemselvesToo() {
        boundary.attempts().sendNoBatches();

        Classification found = classified(
                session -> {
                    session.find(Person.class, 1L).name = "mine";
                    session.find(Person.class, 5L).name = "mine";
                },
                session -> {
                    session.find(Person.class, 1L).name = "theirs";
                    session.find(Person.class, 5L).name = "theirs";
                });

        assertThat(found.conflicts())
                .hasSize(2)
                .allSatisfy(conflict -> assertThat(changes(conflict))
                        .containsExactly(tuple("name", ChangeKind.OVERLAPPING, "Ann", "mine", "theirs")));
    }

    @Test
    void aRowThatIsGoneSaysWhatWasLost() {
        elsewhere(session -> session.persist(sparse(1)));

        Conflict conflict = conflict(
                session -> session.find(Sparse.class, 1L).one = 1,
                session -> session.remove(session.find(Sparse.class, 1L)));

        assertThat(conflict.kind()).isEqualTo(ConflictKind.GONE);
        assertThat(changes(conflict)).containsExactly(tuple("one", ChangeKind.THEIRS_UNKNOWN, 0, 1, null));
        assertThat(conflict).hasToString("GONE on Sparse 1 (version 0, now gone)");
    }

    @Test
    void aDeleteOfARowThatSomebodyElseChangedSaysWhatWouldBeLost() {
        elsewhere(session -> session.persist(sparse(1)));

        Conflict conflict = conflict(
                session -> session.remove(session.find(Sparse.class, 1L)),
                session -> session.find(Sparse.class, 1L).two = 2);

        assertThat(changes(conflict)).containsExactly(tuple("two", ChangeKind.MINE_DELETED, 0, null, 2));
        assertThat(change(conflict, "two").overlapping()).isTrue();
        assertThat(conflict.isFalseConflict()).isFalse();
    }

    @Test
    void ofAStaleInstanceFromOutsideNobodyKnowsWhatItWasReadAs() {
        Person fromOutside = factory.fromTransaction(session -> session.find(Person.class, 1L));
        elsewhere(session -> session.find(Person.class, 1L).phone = "theirs");
        fromOutside.name = "mine";

        Conflict conflict = classified(session -> session.merge(fromOutside), session -> {})
                .conflicts()
                .get(0);

        assertThat(conflict)
                .extracting(Conflict::kind, Conflict::baseVersion, Conflict::currentVersion, Conflict::isFalseConflict)
                .containsExactly(ConflictKind.STALE_UPDATE, 0L, 1L, false);
        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("name", ChangeKind.BASE_UNKNOWN, null, "mine", "Ann"),
                        tuple("phone", ChangeKind.BASE_UNKNOWN, null, null, "theirs"));
    }

    @Test
    void aMergeThatLosesLaterHasTheStateThatItWasMergedOntoAsItsBase() {
        Person fromOutside = factory.fromTransaction(session -> session.find(Person.class, 1L));
        fromOutside.name = "mine";

        Conflict conflict = conflict(
                session -> session.merge(fromOutside), session -> session.find(Person.class, 1L).name = "theirs");

        assertThat(changes(conflict)).containsExactly(tuple("name", ChangeKind.OVERLAPPING, "Ann", "mine", "theirs"));
    }

    @Test
    void aRowThatWasOnlyReadSaysNothingOfItsAttributes() {
        Conflict conflict = conflict(
                session -> {
                    session.find(Person.class, 1L);
                    throw new NullPointerException();
                },
                session -> session.find(Person.class, 1L).name = "theirs");

        assertThat(conflict.kind()).isEqualTo(ConflictKind.DISGUISED);
        assertThat(conflict.changes()).isEmpty();
    }

    @Test
    void aRowWhoseVersionAloneWasRaisedSaysNothingOfItsAttributes() {
        Conflict conflict = conflict(
                session -> session.lock(session.find(Person.class, 1L), LockMode.OPTIMISTIC_FORCE_INCREMENT),
                session -> session.find(Person.class, 1L).name = "theirs");

        assertThat(conflict.changes()).isEmpty();
    }

    @Test
    void rowsOfJoinedTablesExplainThemselves() {
        elsewhere(session -> {
            Truck truck = new Truck();
            truck.id = 1;
            session.persist(truck);
        });

        Conflict conflict = conflict(
                session -> session.find(Truck.class, 1L).load = 5, session -> session.find(Truck.class, 1L).wheels = 6);

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("load", ChangeKind.MINE, 0, 5, 0), tuple("wheels", ChangeKind.THEIRS, 0, 0, 6));
    }

    @Test
    void rowsOfASharedTableExplainThemselves() {
        elsewhere(session -> {
            Dog dog = new Dog();
            dog.id = 1;
            session.persist(dog);
        });

        Conflict conflict = conflict(
                session -> session.find(Dog.class, 1L).age = 5,
                session -> session.find(Dog.class, 1L).breed = "theirs");

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("age", ChangeKind.MINE, 0, 5, 0),
                        tuple("breed", ChangeKind.THEIRS, null, null, "theirs"));
    }

    @Test
    void rowsWithEmbeddedIdentifiersExplainThemselves() {
        Place place = new Place(1, 2);
        elsewhere(session -> {
            Seat seat = new Seat();
            seat.place = place;
            session.persist(seat);
        });

        Conflict conflict = conflict(
                session -> session.find(Seat.class, place).price = 1,
                session -> session.find(Seat.class, place).price = 2);

        assertThat(conflict.id()).isEqualTo(place);
        assertThat(changes(conflict)).containsExactly(tuple("price", ChangeKind.OVERLAPPING, 0, 1, 2));
    }

    @Test
    void rowsWithCompositeIdentifiersExplainThemselves() {
        BookingId id = new BookingId(1, 2);
        elsewhere(session -> {
            Booking booking = new Booking();
            booking.show = 1;
            booking.customer = 2;
            session.persist(booking);
        });

        Conflict conflict = conflict(
                session -> session.find(Booking.class, id).seats = 1,
                session -> session.find(Booking.class, id).seats = 2);

        assertThat(conflict.id()).hasToString("1/2");
        assertThat(changes(conflict)).containsExactly(tuple("seats", ChangeKind.OVERLAPPING, 0, 1, 2));
    }

    @Test
    void rowsThatAreUpdatedByColumnExplainThemselves() {
        elsewhere(session -> session.persist(sparse(1)));

        Conflict conflict = conflict(
                session -> session.find(Sparse.class, 1L).one = 1, session -> session.find(Sparse.class, 1L).two = 2);

        assertThat(changes(conflict))
                .containsExactly(tuple("one", ChangeKind.MINE, 0, 1, 0), tuple("two", ChangeKind.THEIRS, 0, 0, 2));
        assertThat(conflict)
                .hasToString("STALE_UPDATE on Sparse 1 (version 0, now 1), though nothing was changed by both"
                        + " (here one, there two)");
    }

    @Test
    void rowsWithoutVersionAreStaleByTheColumnsThatTheAttemptChanged() {
        elsewhere(session -> {
            session.persist(dirty(1));
            session.persist(dirty(2));
        });

        Classification found = classified(
                session -> {
                    session.find(Dirty.class, 1L).one = 1;
                    session.find(Dirty.class, 2L).one = 1;
                },
                session -> {
                    session.find(Dirty.class, 1L).two = 2;
                    session.find(Dirty.class, 2L).one = 2;
                });

        assertThat(found.conflicts())
                .singleElement()
                .extracting(Conflict::id, Conflict::baseVersion, Conflict::currentVersion)
                .containsExactly(2L, null, null);
        assertThat(changes(found.conflicts().get(0))).containsExactly(tuple("one", ChangeKind.OVERLAPPING, 0, 1, 2));
    }

    @Test
    void rowsWithoutVersionAreStaleByAllColumnsWhereAllAreCompared() {
        elsewhere(session -> {
            AllColumns row = new AllColumns();
            row.id = 1;
            session.persist(row);
        });

        Conflict conflict = conflict(
                session -> session.find(AllColumns.class, 1L).one = 1,
                session -> session.find(AllColumns.class, 1L).two = 2);

        assertThat(conflict)
                .extracting(Conflict::kind, Conflict::id, Conflict::baseVersion)
                .containsExactly(ConflictKind.STALE_UPDATE, 1L, null);
        assertThat(conflict.isFalseConflict()).isTrue();
    }

    @Test
    void annotatedAttributesSayWhoItWasAndNeverClash() {
        elsewhere(session -> {
            Audited row = new Audited();
            row.id = 1;
            row.changedBy = "nobody";
            session.persist(row);
        });

        Conflict conflict = conflict(session -> change(session, "me"), session -> change(session, "ann"));

        assertThat(conflict.modifiedBy()).isEqualTo("ann");
        assertThat(conflict.modifiedAt()).isInstanceOf(Instant.class);
        assertThat(conflict.modification().toString()).isEqualTo("by ann at (hidden)");
        assertThat(conflict.changes()).extracting(AttributeChange::name).containsExactly("amount");
    }

    private static void change(Session session, String who) {
        Audited row = session.find(Audited.class, 1L);
        row.amount++;
        row.changedBy = who;
    }

    @Test
    void settingsNameTheAttributesThatSayWhoItWas() {
        elsewhere(session -> {
            Named row = new Named();
            row.id = 1;
            session.persist(row);
        });

        Conflict conflict = conflict(session -> session.find(Named.class, 1L).amount = 1, session -> {
            Named row = session.find(Named.class, 1L);
            row.editor = "ann";
            row.edited = 7;
        });

        assertThat(conflict)
                .extracting(Conflict::modifiedBy, Conflict::modifiedAt)
                .containsExactly("ann", 7L);
        assertThat(conflict.modification().toString()).doesNotContain("ann");
        assertThat(changes(conflict)).containsExactly(tuple("amount", ChangeKind.MINE, 0, 1, 0));
    }
}
