package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.hibernate.ReportedMappings.Address;
import dev.locking.hibernate.ReportedMappings.AllColumns;
import dev.locking.hibernate.ReportedMappings.Audited;
import dev.locking.hibernate.ReportedMappings.Booking;
import dev.locking.hibernate.ReportedMappings.BookingId;
import dev.locking.hibernate.ReportedMappings.City;
import dev.locking.hibernate.ReportedMappings.Dirty;
import dev.locking.hibernate.ReportedMappings.Dog;
import dev.locking.hibernate.ReportedMappings.Fragile;
import dev.locking.hibernate.ReportedMappings.Item;
import dev.locking.hibernate.ReportedMappings.Named;
import dev.locking.hibernate.ReportedMappings.Person;
import dev.locking.hibernate.ReportedMappings.Place;
import dev.locking.hibernate.ReportedMappings.Seat;
import dev.locking.hibernate.ReportedMappings.Sparse;
import dev.locking.hibernate.ReportedMappings.Truck;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a conflict says of the attributes of every kind of mapping, on H2; other databases are tried elsewhere. */
class ExplainedConflictTest {

    private static final byte[] CODE = {1, 2};

    private final HibernateFailureClassifier classifier = new HibernateFailureClassifier();
    private final FakeAttempt attempt = new FakeAttempt();
    private final SessionFactory factory = Factories.nativeBootstrap(
            "explained",
            new Configuration()
                    .addAnnotatedClasses(ReportedMappings.ALL)
                    .setProperty("hibernate.jdbc.batch_size", "50")
                    .setProperty("hibernate.generate_statistics", "true")
                    .setProperty("locking.report.modified-by", "editor")
                    .setProperty("locking.report.modified-at", "edited"));
    private final SessionBoundary boundary = new SessionBoundary((SessionFactoryImplementor) factory);

    @BeforeEach
    void openData() {
        elsewhere(session -> {
            for (long id = 1; id <= 60; id++) {
                session.persist(item(id));
            }
            for (long id = 2; id <= 60; id++) {
                Person person = person(id);
                person.favourite = session.find(Item.class, id);
                session.persist(person);
            }
            Person first = person(1);
            first.boss = session.find(Person.class, 2L);
            first.items.add(session.find(Item.class, 1L));
            session.persist(first);
        });
    }

    @AfterEach
    void close() {
        Fragile.failsForReports = false;
        factory.close();
    }

    // Attributes.

    @Test
    void eachAttributeIsNamedWithItsValuesAndWithWhoChangedIt() {
        Conflict conflict = conflict(
                session -> {
                    Person mine = session.find(Person.class, 1L);
                    mine.name = "mine";
                    mine.phone = "1";
                    mine.salary = new BigDecimal("5");
                },
                session -> {
                    Person theirs = session.find(Person.class, 1L);
                    theirs.name = "theirs";
                    theirs.salary = new BigDecimal("5.00");
                    theirs.code = new byte[] {3};
                });

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("name", ChangeKind.OVERLAPPING, "Ann", "mine", "theirs"),
                        tuple("phone", ChangeKind.MINE, null, "1", null),
                        tuple("salary", ChangeKind.BOTH_ALIKE, null, new BigDecimal("5"), new BigDecimal("5.00")),
                        tuple("code", ChangeKind.THEIRS, CODE, CODE, new byte[] {3}));
        assertThat(conflict.changes().stream()
                        .filter(AttributeChange::overlapping)
                        .map(AttributeChange::name))
                .containsExactly("name");
        assertThat(conflict)
                .extracting(Conflict::baseVersion, Conflict::currentVersion, Conflict::isFalseConflict)
                .containsExactly(0L, 1L, false);
        assertThat(conflict).hasToString("STALE_UPDATE on Person 1 (version 0, now 1), both changed name");
    }

    @Test
    void bothSettingAnAttributeToNullIsNoOverlap() {
        Conflict conflict = conflict(
                session -> session.find(Person.class, 1L).name = null,
                session -> session.find(Person.class, 1L).name = null);

        assertThat(changes(conflict)).containsExactly(tuple("name", ChangeKind.BOTH_ALIKE, "Ann", null, null));
        assertThat(conflict.isFalseConflict()).as("nothing of one side alone").isFalse();
    }

    @Test
    void attributesOfEmbeddablesAreNamedByTheirPaths() {
        Conflict conflict = conflict(
                session -> {
                    Address address = requireNonNull(session.find(Person.class, 1L).address);
                    address.street = "Mine Street";
                    requireNonNull(address.city).zip = "1";
                },
                session -> requireNonNull(requireNonNull(session.find(Person.class, 1L).address).city).name = "Rome");

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("address.street", ChangeKind.MINE, "Street", "Mine Street", "Street"),
                        tuple("address.city.zip", ChangeKind.MINE, "0", "1", "0"),
                        tuple("address.city.name", ChangeKind.THEIRS, "Oslo", "Oslo", "Rome"));
        assertThat(conflict.isFalseConflict()).isTrue();
    }

    @Test
    void anEmbeddableThatBecomesNullChangesAllItsAttributes() {
        Conflict conflict = conflict(
                session -> session.find(Person.class, 1L).address = null,
                session -> session.find(Person.class, 1L).name = "theirs");

        assertThat(changes(conflict))
                .contains(tuple("address.street", ChangeKind.MINE, "Street", null, "Street"))
                .contains(tuple("address.city.zip", ChangeKind.MINE, "0", null, "0"));
    }

    @Test
    void anAssociationIsItsIdentifierAndIsNotLoaded() {
        Person[] read = {null};
        Conflict conflict = conflict(
                session -> {
                    read[0] = session.find(Person.class, 1L);
                    read[0].boss = session.getReference(Person.class, 3L);
                    read[0].favourite = session.find(Item.class, 2L);
                },
                session -> session.find(Person.class, 1L).boss = session.find(Person.class, 4L));

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("boss", ChangeKind.OVERLAPPING, 2L, 3L, 4L),
                        tuple("favourite", ChangeKind.MINE, null, 2L, null));
        assertThat(Hibernate.isInitialized(read[0].boss)).isFalse();
    }

    @Test
    void collectionsThatWereInitializedAreTheirElements() {
        Conflict conflict = conflict(
                session -> {
                    Person mine = session.find(Person.class, 1L);
                    mine.tags.add("mine");
                    mine.ranks.add(0, "mine");
                    mine.prices.put("a", new BigDecimal("2.50"));
                    mine.items.add(session.getReference(Item.class, 2L));
                },
                session -> {
                    Person theirs = session.find(Person.class, 1L);
                    theirs.tags.add("theirs");
                    theirs.ranks.add("theirs");
                    theirs.items.add(session.find(Item.class, 3L));
                });

        assertThat(change(conflict, "ranks"))
                .isEqualTo(new AttributeChange(
                        "ranks",
                        ChangeKind.OVERLAPPING,
                        List.of("first"),
                        List.of("mine", "first"),
                        List.of("first", "theirs"),
                        false));
        assertThat(change(conflict, "items"))
                .isEqualTo(new AttributeChange(
                        "items", ChangeKind.OVERLAPPING, List.of(1L), List.of(1L, 2L), List.of(1L, 3L), false));
        assertThat(change(conflict, "prices").kind()).isEqualTo(ChangeKind.MINE);
        assertThat(change(conflict, "prices").mine())
                .isEqualTo(Map.of("base", new BigDecimal("1.00"), "a", new BigDecimal("2.50")));
        assertThat(change(conflict, "tags").kind()).isEqualTo(ChangeKind.OVERLAPPING);
        assertThat(change(conflict, "tags").theirs()).asInstanceOf(LIST).containsExactlyInAnyOrder("tag", "theirs");
    }

    @Test
    void collectionsThatAreEqualForTheDatabaseAreNoChange() {
        Conflict conflict = conflict(
                session -> {
                    Person mine = session.find(Person.class, 1L);
                    mine.prices.put("base", new BigDecimal("1"));
                    Hibernate.initialize(mine.tags);
                    mine.name = "mine";
                },
                session -> session.find(Person.class, 1L).phone = "2");

        assertThat(changes(conflict))
                .extracting(change -> change.toList().get(0))
                .containsExactlyInAnyOrder("name", "phone");
    }

    @Test
    void collectionsAreNeverInitializedForTheReport() {
        Person[] read = {null};
        Conflict conflict = conflict(
                session -> {
                    read[0] = session.find(Person.class, 1L);
                    read[0].name = "mine";
                },
                session -> session.find(Person.class, 1L).tags.add("theirs"));

        assertThat(Hibernate.isInitialized(read[0].tags)).isFalse();
        assertThat(changes(conflict)).containsExactly(tuple("name", ChangeKind.MINE, "Ann", "mine", "Ann"));
        assertThat(conflict.isFalseConflict()).as("what they did is not known").isFalse();
    }

    @Test
    void whatWasReadIsTheBaseAfterManyFlushes() {
        RuntimeException failure = lose(
                session -> {
                    Person mine = session.find(Person.class, 1L);
                    mine.name = "first";
                    mine.tags.add("first");
                    session.flush();
                    mine.name = "second";
                    mine.tags.add("second");
                    session.flush();
                    throw new NullPointerException();
                },
                session -> {});
        elsewhere(session -> session.find(Person.class, 1L).name = "theirs");

        Conflict conflict = requireNonNull(classify(failure)).conflicts().get(0);

        assertThat(change(conflict, "name"))
                .isEqualTo(new AttributeChange("name", ChangeKind.OVERLAPPING, "Ann", "second", "theirs", true));
        assertThat(change(conflict, "tags").base()).isEqualTo(List.of("tag"));
        assertThat(change(conflict, "tags").mine())
                .asInstanceOf(LIST)
                .containsExactlyInAnyOrder("tag", "first", "second");
    }

    @Test
    void valuesAreCopiesThatNobodyCanChange() {
        Person[] read = {null};
        RuntimeException failure = lose(
                session -> {
                    read[0] = session.find(Person.class, 1L);
                    requireNonNull(read[0].code)[0] = 5;
                    session.flush();
                    requireNonNull(read[0].code)[0] = 77;
                    throw new NullPointerException();
                },
                session -> {});
        elsewhere(session -> session.find(Person.class, 1L).code = new byte[] {7});
        requireNonNull(read[0].code)[0] = 99;

        Conflict conflict = requireNonNull(classify(failure)).conflicts().get(0);

        assertThat(changes(conflict))
                .containsExactly(tuple("code", ChangeKind.OVERLAPPING, CODE, new byte[] {5, 2}, new byte[] {7}));
    }

    // Rows.

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

    // Mappings.

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

    // Who it was.

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

    // Values are quiet.

    @Test
    void onlyAttributesThatMayBeShownAreShown() {
        Conflict conflict = conflict(
                session -> {
                    Person mine = session.find(Person.class, 1L);
                    mine.name = "mine";
                    mine.phone = "secret";
                    requireNonNull(requireNonNull(mine.address).city).name = "Rome";
                },
                session -> session.find(Person.class, 1L).phone = "hush");

        assertThat(conflict.changes())
                .extracting(AttributeChange::toString)
                .containsExactlyInAnyOrder(
                        "name MINE (base Ann, mine mine, theirs Ann)",
                        "phone OVERLAPPING",
                        "address.city.name MINE (base Oslo, mine Rome, theirs Oslo)");
    }

    // What it costs, and what breaks.

    @Test
    void nothingIsSentBeforeAConflictAndOneQueryMoreForEachEntityAfterwards() throws Throwable {
        Statistics statistics = factory.getStatistics();
        statistics.clear();
        boundary.inTransaction(
                () -> {
                    Session session = factory.getCurrentSession();
                    session.find(Person.class, 1L).name = "mine";
                    session.find(Person.class, 2L).name = "mine";
                    session.flush();
                    return null;
                },
                new FakeAttempt());
        assertThat(statistics.getPrepareStatementCount())
                .as("two reads and a batch")
                .isEqualTo(3);

        RuntimeException failure = lose(
                session -> {
                    for (long id = 3; id <= 12; id++) {
                        session.find(Person.class, id).name = "my own";
                    }
                },
                session -> {
                    for (long id = 3; id <= 12; id++) {
                        session.find(Person.class, id).name = "theirs";
                    }
                });
        statistics.clear();
        classify(failure);

        assertThat(statistics.getPrepareStatementCount())
                .as(
                        "versions of both entities, what became of ten rows, and nothing that is mapped to be fetched eagerly")
                .isEqualTo(3);
        assertThat(statistics.getEntityFetchCount()).isZero();
    }

    @Test
    void whatIsAskedForOneRowIsTranslatedOnce() {
        elsewhere(session -> session.persist(fragile(1)));
        loseAndExplain(2);
        Statistics statistics = factory.getStatistics();
        statistics.clear();

        loseAndExplain(3);

        assertThat(statistics.getPrepareStatementCount())
                .as("read, write and fail to write; version and row")
                .isEqualTo(6);
        assertThat(statistics.getQueryPlanCacheHitCount())
                .as("text and plan of both queries")
                .isEqualTo(4);
        assertThat(statistics.getQueryPlanCacheMissCount()).isZero();
    }

    private void loseAndExplain(int theirs) {
        conflict(
                session -> session.find(Fragile.class, 1L).other = 1 - theirs,
                session -> session.find(Fragile.class, 1L).other = theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop column phone", "rename column phone to telephone"})
    void whereTheirRowsCannotBeReadTheConflictHasNoChanges(String broken) {
        RuntimeException failure = lose(
                session -> session.find(Person.class, 1L).name = "mine",
                session -> session.find(Person.class, 1L).name = "theirs");
        elsewhere(session -> session.createNativeMutationQuery("alter table Person " + broken)
                .executeUpdate());

        Classification found = classify(failure);

        assertThat(requireNonNull(found).conflicts())
                .containsExactly(new Conflict(ConflictKind.STALE_UPDATE, "Person", 1L, 0L, 1L));
    }

    @Test
    void whereMyChangeCannotBeKeptTheFlushDoesNotNoticeAndTheConflictHasNoChanges() {
        elsewhere(session -> session.persist(fragile(1)));
        Fragile.failsForReports = true;

        Conflict conflict = conflict(
                session -> session.find(Fragile.class, 1L).text = new StringBuilder("mine"),
                session -> session.find(Fragile.class, 1L).other = 2);

        assertThat(conflict).isEqualTo(new Conflict(ConflictKind.STALE_UPDATE, "Fragile", 1L, 0L, 1L));
    }

    private Conflict conflict(Consumer<Session> mine, Consumer<Session> theirs) {
        Classification found = classified(mine, theirs);
        assertThat(found.conflicts()).hasSize(1);
        return found.conflicts().get(0);
    }

    private Classification classified(Consumer<Session> mine, Consumer<Session> theirs) {
        return requireNonNull(classify(lose(mine, theirs)));
    }

    /** My change is flushed when theirs is committed. */
    private RuntimeException lose(Consumer<Session> mine, Consumer<Session> theirs) {
        try {
            boundary.inTransaction(
                    () -> {
                        Session session = factory.getCurrentSession();
                        RuntimeException failure = failureOf(() -> mine.accept(session));
                        elsewhere(theirs);
                        if (failure != null) {
                            throw failure;
                        }
                        session.flush();
                        return null;
                    },
                    attempt);
        } catch (RuntimeException failure) {
            return failure;
        } catch (Throwable error) {
            throw new AssertionError(error);
        }
        throw new AssertionError("a conflict was expected");
    }

    private static @Nullable RuntimeException failureOf(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    private @Nullable Classification classify(RuntimeException failure) {
        return classifier.classify(
                new FailedAttempt(failure, attempt.phase, Operation.named("People.change"), boundary));
    }

    private void elsewhere(Consumer<Session> work) {
        factory.inTransaction(work);
    }

    private static List<Tuple> changes(Conflict conflict) {
        return conflict.changes().stream()
                .map(change -> tuple(change.name(), change.kind(), change.base(), change.mine(), change.theirs()))
                .toList();
    }

    private static AttributeChange change(Conflict conflict, String name) {
        return conflict.changes().stream()
                .filter(change -> change.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Item item(long id) {
        Item item = new Item();
        item.id = id;
        return item;
    }

    private static Person person(long id) {
        Person person = new Person();
        person.id = id;
        person.name = "Ann";
        person.code = CODE.clone();
        person.address = new Address();
        person.address.street = "Street";
        person.address.city = new City();
        person.address.city.name = "Oslo";
        person.address.city.zip = "0";
        person.tags.add("tag");
        person.ranks.add("first");
        person.prices.put("base", new BigDecimal("1.00"));
        return person;
    }

    private static Sparse sparse(long id) {
        Sparse sparse = new Sparse();
        sparse.id = id;
        return sparse;
    }

    private static Fragile fragile(long id) {
        Fragile fragile = new Fragile();
        fragile.id = id;
        return fragile;
    }

    private static Dirty dirty(long id) {
        Dirty dirty = new Dirty();
        dirty.id = id;
        return dirty;
    }
}
