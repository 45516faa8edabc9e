package dev.locking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConflictReportTest {

    private static final AttributeChange OWNER = change("owner", ChangeKind.OVERLAPPING, "ann", "bob", "eve");
    private static final AttributeChange MINE = shown("balance", ChangeKind.MINE, 100, 150, 100);
    private static final AttributeChange THEIRS = change("phone", ChangeKind.THEIRS, "1", "1", "2");

    /** Its text is the application's own code. */
    private static final class Broken {

        @Override
        public String toString() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void tellsAPersonWhatBothSidesDidAndHidesWhatMayNotBeShown() {
        ConflictReport report = report(
                conflict(List.of(OWNER, MINE), new Modification("bob", LocalDate.of(2026, 11, 24), false, true)));

        assertThat(report.text()).isEqualTo("""
                Wallets.deposit: gave up
                - STALE_UPDATE on Wallet 42 (version 3, now 5), both changed owner
                    last changed by (hidden) at 2026-11-24
                    owner: changed by both to different values
                    balance: changed here only; base 100, mine 150, theirs 100
                """);
        assertThat(report).hasToString(report.text());
    }

    @Test
    void saysWhatWouldHaveAvoidedAConflictThatWasNone() {
        ConflictReport report = report(conflict(List.of(MINE, THEIRS), Modification.UNKNOWN));

        assertThat(report.text())
                .contains("though nothing was changed by both (here balance, there phone)")
                .contains("No attribute was changed by both: a merge, or @OptimisticLock(excluded = true)");
        assertThat(conflicts(report).get(0))
                .containsEntry("falseConflict", true)
                .containsKey("hint");
    }

    @Test
    void tellsAProgramTheSame() {
        ConflictReport report = report(
                conflict(List.of(OWNER, MINE), new Modification("bob", LocalDate.of(2026, 11, 24), false, true)));

        assertThat(report.asMap())
                .contains(
                        entry("message", "Wallets.deposit: gave up"),
                        entry("operation", "Wallets.deposit"),
                        entry("attempts", 3),
                        entry("elapsedMillis", 12L));
        assertThat(conflicts(report))
                .containsExactly(Map.of(
                        "kind",
                        "STALE_UPDATE",
                        "entity",
                        "Wallet",
                        "id",
                        42L,
                        "baseVersion",
                        3L,
                        "currentVersion",
                        5L,
                        "modifiedAt",
                        "2026-11-24",
                        "falseConflict",
                        false,
                        "changes",
                        List.of(
                                Map.of(
                                        "attribute",
                                        "owner",
                                        "kind",
                                        "OVERLAPPING",
                                        "overlapping",
                                        true,
                                        "shown",
                                        false),
                                Map.of(
                                        "attribute",
                                        "balance",
                                        "kind",
                                        "MINE",
                                        "overlapping",
                                        false,
                                        "shown",
                                        true,
                                        "base",
                                        100,
                                        "mine",
                                        150,
                                        "theirs",
                                        100))));
    }

    @Test
    void theMapHasNothingInItThatJsonDoesNotKnow() {
        Stream<@Nullable Object> values = Stream.of(
                new BigDecimal("1.50"),
                Double.NaN,
                Float.POSITIVE_INFINITY,
                1.5,
                new AtomicLong(3),
                ChangeKind.MINE,
                true,
                null,
                new Broken(),
                new int[1],
                Arrays.asList(1, null, LocalDate.of(2026, 11, 24)),
                Collections.singletonMap(LocalDate.of(2026, 11, 24), List.of("x")));
        List<AttributeChange> changes = values.map(value -> shown("any", ChangeKind.OVERLAPPING, value, value, value))
                .toList();

        assertPlain(report(conflict(changes, Modification.UNKNOWN)).asMap());
    }

    private static void assertPlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            assertThat(map.keySet()).allSatisfy(key -> assertThat(key).isInstanceOf(String.class));
            map.values().forEach(ConflictReportTest::assertPlain);
        } else if (value instanceof List<?> list) {
            list.forEach(ConflictReportTest::assertPlain);
        } else if (value instanceof Double || value instanceof Float) {
            assertThat(((Number) value).doubleValue()).isFinite();
        } else {
            assertThat(value).isInstanceOfAny(String.class, Boolean.class, Integer.class, Long.class, BigDecimal.class);
        }
    }

    @Test
    void aConflictOfWhichNothingIsKnownIsReportedToo() {
        ConflictReport report = report(new Conflict(ConflictKind.DEADLOCK, null, null));

        assertThat(report.text()).isEqualTo("Wallets.deposit: gave up\n- DEADLOCK\n");
        assertThat(conflicts(report))
                .containsExactly(Map.of("kind", "DEADLOCK", "falseConflict", false, "changes", List.of()));
    }

    @Test
    void whatIsNotKnownIsNamedNowhere() {
        AttributeChange baseUnknown = shown("a", ChangeKind.BASE_UNKNOWN, null, 1, 2);
        AttributeChange deleted = shown("b", ChangeKind.MINE_DELETED, 1, null, 2);
        AttributeChange gone = shown("c", ChangeKind.THEIRS_UNKNOWN, 1, 2, null);

        assertThat(report(conflict(List.of(baseUnknown, deleted, gone), Modification.UNKNOWN))
                        .text())
                .contains("outside; mine 1, theirs 2\n")
                .contains("here; base 1, theirs 2\n")
                .contains("known; base 1, mine 2\n");
        assertThat(List.of(baseUnknown, deleted, gone))
                .extracting(AttributeChange::toString)
                .containsExactly(
                        "a BASE_UNKNOWN (base absent, mine 1, theirs 2)",
                        "b MINE_DELETED (base 1, mine absent, theirs 2)",
                        "c THEIRS_UNKNOWN (base 1, mine 2, theirs absent)");
    }

    @Test
    void valuesThatMayNotBeShownAreInNoText() {
        Conflict conflict = conflict(List.of(OWNER, MINE, THEIRS), new Modification("bob", "eve", false, false));

        assertThat(OWNER).hasToString("owner OVERLAPPING");
        assertThat(conflict.modification()).hasToString("by (hidden) at (hidden)");
        assertThat(Stream.of(
                        conflict.toString(),
                        report(conflict).text(),
                        report(conflict).asMap().toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("ann", "bob", "eve"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLAPPING", "MINE_DELETED", "BASE_UNKNOWN", "THEIRS_UNKNOWN"})
    void aConflictIsFalseOnlyIfItIsKnownThatNothingOverlaps(ChangeKind kind) {
        AttributeChange doubtful = change("x", kind, 1, 2, 3);

        assertThat(conflict(List.of(MINE, THEIRS), Modification.UNKNOWN).isFalseConflict())
                .isTrue();
        assertThat(conflict(List.of(MINE, THEIRS, doubtful), Modification.UNKNOWN)
                        .isFalseConflict())
                .isFalse();
    }

    @Test
    void aConflictIsNotFalseIfOnlyOneSideIsKnownToHaveChangedAnything() {
        assertThat(conflict(List.of(), Modification.UNKNOWN).isFalseConflict()).isFalse();
        assertThat(conflict(List.of(MINE), Modification.UNKNOWN).isFalseConflict())
                .isFalse();
        assertThat(conflict(List.of(THEIRS), Modification.UNKNOWN).isFalseConflict())
                .isFalse();
    }

    @Test
    void theMessageNamesAFewAttributesOfMany() {
        List<AttributeChange> many = IntStream.range(0, 13)
                .mapToObj(i -> change("a" + i, ChangeKind.OVERLAPPING, 1, 2, 3))
                .toList();

        assertThat(conflict(many, Modification.UNKNOWN).toString()).endsWith(", a8, a9 and 3 more");
    }

    @Test
    void aConflictKeepsWhatItKnowsAsAnotherKind() {
        Conflict conflict = conflict(List.of(OWNER), new Modification("bob", "now", false, false));

        assertThat(conflict.as(ConflictKind.DISGUISED))
                .isEqualTo(new Conflict(
                        ConflictKind.DISGUISED, "Wallet", 42L, 3L, 5L, conflict.changes(), conflict.modification()));
        assertThat(conflict.modifiedBy()).isEqualTo("bob");
        assertThat(conflict.modifiedAt()).isEqualTo("now");
    }

    private static Conflict conflict(List<AttributeChange> changes, Modification modification) {
        return new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L, 3L, 5L, changes, modification);
    }

    private static AttributeChange change(
            String name, ChangeKind kind, @Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
        return new AttributeChange(name, kind, base, mine, theirs, false);
    }

    private static AttributeChange shown(
            String name, ChangeKind kind, @Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
        return new AttributeChange(name, kind, base, mine, theirs, true);
    }

    private static ConflictReport report(Conflict conflict) {
        return ConflictReport.of(new ConflictException(
                "Wallets.deposit: gave up", List.of(conflict), "Wallets.deposit", 3, Duration.ofMillis(12), null));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> conflicts(ConflictReport report) {
        return (List<Map<String, Object>>) requireNonNull(report.asMap().get("conflicts"));
    }
}
