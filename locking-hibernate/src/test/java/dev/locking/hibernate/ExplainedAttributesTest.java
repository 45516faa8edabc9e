package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.hibernate.ReportedMappings.Address;
import dev.locking.hibernate.ReportedMappings.Item;
import dev.locking.hibernate.ReportedMappings.Person;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;

/** What a conflict says of attributes of every kind. */
class ExplainedAttributesTest extends ConflictsToExplain {

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
}
