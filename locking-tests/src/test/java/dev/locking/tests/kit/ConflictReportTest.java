package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictReport;
import dev.locking.tests.databases.Database;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A conflict says what both sides did, and shows no value that may not be shown. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ConflictReportTest extends DoorKit {

    private static final String MY_SECRET = "sesame-mine";
    private static final String THEIR_SECRET = "sesame-theirs";

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.put("hibernate.jdbc.batch_size", "50");
        settings.put("locking.report.modified-by", "editor");
        return Bank.with(settings, Profile.class, Profile.Compared.class);
    }

    @BeforeEach
    void openProfiles() {
        bank.inAnotherSession(session -> {
            for (long id = 1; id <= 50; id++) {
                session.persist(new Profile(id));
            }
            session.persist(new Profile.Compared(1));
            return null;
        });
    }

    @Test
    void eachAttributeIsNamedWithItsThreeValues() {
        Conflict conflict = conflict(
                session -> {
                    Profile mine = session.find(Profile.class, 1L);
                    mine.name = "mine";
                    mine.points = new BigDecimal("2");
                    mine.address.city = "Rome";
                    mine.wallet = session.getReference(Wallet.class, 1L);
                    mine.tags.add("mine");
                },
                session -> {
                    Profile theirs = session.find(Profile.class, 1L);
                    theirs.name = "theirs";
                    theirs.points = new BigDecimal("2.0000");
                    theirs.phone = "1";
                    theirs.editor = "bob";
                });

        assertThat(changes(conflict))
                .containsExactlyInAnyOrder(
                        tuple("name", ChangeKind.OVERLAPPING, "Ann", "mine", "theirs"),
                        tuple(
                                "points",
                                ChangeKind.BOTH_ALIKE,
                                new BigDecimal("1.5000"),
                                new BigDecimal("2"),
                                new BigDecimal("2.0000")),
                        tuple("address.city", ChangeKind.MINE, "Oslo", "Rome", "Oslo"),
                        tuple("wallet", ChangeKind.MINE, null, 1L, null),
                        tuple("tags", ChangeKind.MINE, List.of("tag"), tags(conflict), List.of("tag")),
                        tuple("phone", ChangeKind.THEIRS, "0", "0", "1"));
        assertThat(tags(conflict)).containsExactlyInAnyOrder("tag", "mine");
        assertThat(conflict)
                .extracting(Conflict::baseVersion, Conflict::currentVersion, Conflict::modifiedBy)
                .containsExactly(0L, 1L, "bob");
    }

    private static List<Object> tags(Conflict conflict) {
        return conflict.changes().stream()
                .filter(change -> change.name().equals("tags"))
                .map(AttributeChange::mine)
                .flatMap(tags -> ((List<?>) tags).stream())
                .<Object>map(tag -> tag)
                .toList();
    }

    @Test
    void allStaleRowsOfABatchExplainThemselves() {
        ConflictException surfaced = surfaced(
                session -> {
                    for (long id = 1; id <= 50; id++) {
                        session.find(Profile.class, id).name = "mine";
                    }
                },
                session -> {
                    session.find(Profile.class, 7L).name = "theirs";
                    session.find(Profile.class, 47L).phone = THEIR_SECRET;
                });

        assertThat(surfaced.conflicts())
                .extracting(Conflict::id, Conflict::isFalseConflict)
                .containsExactlyInAnyOrder(tuple(7L, false), tuple(47L, true));
        assertThat(surfaced)
                .hasMessageContaining("gave up after 1 attempt in ")
                .hasMessageContaining("STALE_UPDATE on Profile ")
                .hasMessageEndingWith(", and on 1 row more");
    }

    @Test
    void theMessageNamesWhatBothSidesChanged() {
        ConflictException surfaced = surfaced(
                session -> session.find(Profile.class, 1L).phone = MY_SECRET,
                session -> session.find(Profile.class, 1L).phone = THEIR_SECRET);

        assertThat(surfaced)
                .hasMessageEndingWith(
                        "the last conflict was STALE_UPDATE on Profile 1 (version 0, now 1), both changed phone");
    }

    @Test
    void valuesAppearInNoTextUnlessTheAttributeAllowsIt() {
        ConflictException surfaced = surfaced(
                session -> {
                    Profile mine = session.find(Profile.class, 1L);
                    mine.phone = MY_SECRET;
                    mine.address.street = MY_SECRET;
                    mine.tags.add(MY_SECRET);
                    mine.name = "Beth";
                },
                session -> {
                    Profile theirs = session.find(Profile.class, 1L);
                    theirs.phone = THEIR_SECRET;
                    theirs.editor = THEIR_SECRET;
                });
        ConflictReport report = ConflictReport.of(surfaced);

        assertThat(List.of(
                        String.valueOf(surfaced),
                        surfaced.conflicts().toString(),
                        surfaced.conflicts().get(0).changes().toString(),
                        surfaced.conflicts().get(0).modification().toString(),
                        report.text(),
                        report.toString(),
                        report.asMap().toString(),
                        meters.getMetersAsString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("sesame"));
        assertThat(report.text()).contains("name: changed here only; base Ann, mine Beth, theirs Ann");
        assertThat(surfaced.conflicts().get(0).changes())
                .as("for the program")
                .extracting(AttributeChange::mine)
                .contains(MY_SECRET);
    }

    @Test
    void aConflictThatWasNoneIsCountedAndTheReportSaysWhatWouldHaveAvoidedIt() {
        ConflictException surfaced = surfaced(
                session -> session.find(Profile.class, 1L).name = "mine",
                session -> session.find(Profile.class, 1L).phone = THEIR_SECRET);

        assertThat(surfaced.conflicts().get(0).isFalseConflict()).isTrue();
        assertThat(ConflictReport.of(surfaced).text()).contains("a merge, or @OptimisticLock(excluded = true)");
        assertThat(falseConflicts()).isEqualTo(1);
    }

    @Test
    void aConflictThatIsOneIsNotCountedAsFalse() {
        ConflictException surfaced = surfaced(
                session -> session.find(Profile.class, 1L).name = "mine",
                session -> session.find(Profile.class, 1L).name = "theirs");

        assertThat(ConflictReport.of(surfaced).text()).doesNotContain("@OptimisticLock");
        assertThat(falseConflicts()).isZero();
    }

    private double falseConflicts() {
        return meters.find("locking.conflicts.false").tag("entity", "Profile").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void aRowWithoutVersionIsStaleByItsColumns() {
        Conflict conflict = conflict(
                session -> session.find(Profile.Compared.class, 1L).one = "mine",
                session -> session.find(Profile.Compared.class, 1L).two = "theirs");

        assertThat(conflict)
                .extracting(Conflict::entityName, Conflict::id, Conflict::baseVersion, Conflict::currentVersion)
                .containsExactly("Compared", 1L, null, null);
        assertThat(changes(conflict))
                .containsExactly(
                        tuple("one", ChangeKind.MINE, "", "mine", ""),
                        tuple("two", ChangeKind.THEIRS, "", "", "theirs"));
    }

    @Test
    void aDeleteSaysWhatSomebodyElseHasChanged() {
        Conflict conflict = conflict(
                session -> session.remove(session.find(Profile.class, 1L)),
                session -> session.find(Profile.class, 1L).phone = THEIR_SECRET);

        assertThat(changes(conflict)).containsExactly(tuple("phone", ChangeKind.MINE_DELETED, "0", null, THEIR_SECRET));
    }

    @Test
    void aRowThatIsGoneSaysWhatWasLost() {
        Conflict conflict = conflict(
                session -> session.find(Profile.class, 1L).phone = MY_SECRET,
                session -> session.remove(session.find(Profile.class, 1L)));

        assertThat(changes(conflict)).containsExactly(tuple("phone", ChangeKind.THEIRS_UNKNOWN, "0", MY_SECRET, null));
    }

    @Test
    void ofAStaleInstanceFromOutsideBothValuesAreKnownAndNotItsBase() {
        Profile fromOutside = bank.inAnotherSession(session -> session.find(Profile.class, 1L));
        fromOutside.phone = MY_SECRET;
        bank.inAnotherSession(session -> session.find(Profile.class, 1L).phone = THEIR_SECRET);

        Conflict conflict = conflict(session -> session.merge(fromOutside), session -> {});

        assertThat(conflict)
                .extracting(Conflict::baseVersion, Conflict::currentVersion)
                .containsExactly(0L, 1L);
        assertThat(changes(conflict))
                .containsExactly(tuple("phone", ChangeKind.BASE_UNKNOWN, null, MY_SECRET, THEIR_SECRET));
    }

    private Conflict conflict(Consumer<Session> mine, Consumer<Session> theirs) {
        List<Conflict> conflicts = surfaced(mine, theirs).conflicts();
        assertThat(conflicts).hasSize(1);
        return conflicts.get(0);
    }

    private ConflictException surfaced(Consumer<Session> mine, Consumer<Session> theirs) {
        return catchThrowableOfType(
                ConflictException.class,
                () -> door.callWithWaitsPastTheDeadline(() -> {
                    mine.accept(bank.currentSession());
                    bank.inAnotherSession(session -> {
                        theirs.accept(session);
                        return null;
                    });
                    return null;
                }));
    }

    private static List<Tuple> changes(Conflict conflict) {
        return conflict.changes().stream()
                .map(change -> tuple(change.name(), change.kind(), change.base(), change.mine(), change.theirs()))
                .toList();
    }
}
