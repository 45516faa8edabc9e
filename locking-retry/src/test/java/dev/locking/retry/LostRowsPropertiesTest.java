package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two executions that lost on the same rows must take them in the same order, however they came to know them. */
class LostRowsPropertiesTest {

    private static final String UNKNOWN = "?";

    @Property
    void theOrderIsTheSameForEverybodyWhateverTheOrderOfTheConflicts(
            @ForAll("conflicts") List<Conflict> conflicts, @ForAll Random random) {
        List<Conflict> shuffled = new ArrayList<>(conflicts);
        Collections.shuffle(shuffled, random);

        assertThat(LostRows.NONE.and(shuffled)).isEqualTo(LostRows.NONE.and(conflicts));
    }

    @Property
    void theOrderIsTheSameForEverybodyHoweverConflictsAreSpreadOverAttempts(
            @ForAll("conflicts") List<Conflict> first,
            @ForAll("conflicts") List<Conflict> second,
            @ForAll("conflicts") List<Conflict> third) {
        List<Conflict> all =
                Stream.of(first, second, third).flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));

        assertThat(LostRows.NONE.and(first).and(second).and(third))
                .isEqualTo(LostRows.NONE.and(third).and(first).and(second))
                .isEqualTo(LostRows.NONE.and(all));
    }

    @Property
    void rowsThatTwoHaveInCommonComeInTheSameOrderForBoth(
            @ForAll("conflicts") List<Conflict> common,
            @ForAll("conflicts") List<Conflict> ofOne,
            @ForAll("conflicts") List<Conflict> ofTheOther) {
        List<Row> one = LostRows.NONE.and(ofOne).and(common).all();
        List<Row> other = LostRows.NONE.and(common).and(ofTheOther).all();

        assertThat(one.stream().filter(other::contains))
                .containsExactlyElementsOf(other.stream().filter(one::contains).toList());
    }

    @Property
    void theSameConflictsAgainChangeNothing(
            @ForAll("conflicts") List<Conflict> before, @ForAll("conflicts") List<Conflict> again) {
        LostRows lost = LostRows.NONE.and(before).and(again);

        assertThat(lost.and(again)).isEqualTo(lost);
        assertThat(lost.and(before)).isEqualTo(lost);
        assertThat(lost.and(List.of())).isEqualTo(lost);
    }

    @Property
    void everyRowThatAConflictNamesIsThereOnceAndNoOther(@ForAll("conflicts") List<Conflict> conflicts) {
        LostRows lost = LostRows.NONE.and(conflicts);

        assertThat(lost.all()).doesNotHaveDuplicates();
        assertThat(names(lost.all())).isEqualTo(names(conflicts, Set.of(ConflictKind.values())));
    }

    @Property
    void onlyRowsWhoseVersionCheckFailedAreLockedInTheOrderOfAll(@ForAll("conflicts") List<Conflict> conflicts) {
        LostRows lost = LostRows.NONE.and(conflicts);
        Set<ConflictKind> byVersion = Set.of(
                ConflictKind.STALE_UPDATE,
                ConflictKind.STALE_VERSION,
                ConflictKind.GONE,
                ConflictKind.PARENT_GONE,
                ConflictKind.DISGUISED,
                ConflictKind.STALE_READ,
                ConflictKind.DUPLICATE,
                ConflictKind.PROCESS_ENGINE,
                ConflictKind.DECLARED,
                ConflictKind.SWALLOWED);

        assertThat(lost.byVersion())
                .isSubsetOf(lost.all())
                .containsExactlyElementsOf(
                        lost.all().stream().filter(lost.byVersion()::contains).toList());
        assertThat(names(lost.byVersion())).isEqualTo(names(conflicts, byVersion));
    }

    private static Set<String> names(List<Row> rows) {
        return rows.stream()
                .map(row -> row.entityName() + " " + row.id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<Conflict> conflicts, Set<ConflictKind> kinds) {
        return conflicts.stream()
                .filter(conflict -> kinds.contains(conflict.kind()))
                .filter(conflict -> conflict.entityName() != null && conflict.id() != null)
                .map(conflict -> conflict.entityName() + " " + conflict.id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Few rows, so that they meet; no two identifiers of an entity have the same hash, for which no order is promised. */
    @Provide
    Arbitrary<List<Conflict>> conflicts() {
        Arbitrary<ConflictKind> kinds = Arbitraries.of(ConflictKind.class);
        Arbitrary<String> entities = Arbitraries.of("Wallet", "Account", "Bank", UNKNOWN);
        Arbitrary<Object> ids = Arbitraries.of(-1_000L, 1L, 2L, 3L, "one", "two", UNKNOWN);
        return Combinators.combine(kinds, entities, ids)
                .as((kind, entity, id) ->
                        new Conflict(kind, entity.equals(UNKNOWN) ? null : entity, id.equals(UNKNOWN) ? null : id))
                .list()
                .ofMaxSize(12);
    }
}
