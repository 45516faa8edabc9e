package dev.locking.tests.merge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Attempt;
import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.tests.databases.Database;
import dev.locking.tests.merge.Office.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/** What holds of every merge, whoever changes what: the rows are as the model says, and so are the reports. */
abstract class MergeProperties {

    private static final int TRIES = 25;

    private final Database database;
    private @Nullable Office opened;

    MergeProperties(Database database) {
        this.database = database;
    }

    @BeforeProperty
    void open() {
        database.assumeAvailable();
        opened = new Office(database);
    }

    @AfterProperty
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private Office office() {
        return requireNonNull(opened);
    }

    @Property(tries = TRIES)
    void whateverIsChangedAtTheSameTimeEndsAsTheModelSaysOfSomeOrder(
            @ForAll("sheets") Values base, @ForAll("changes") @Size(min = 2, max = 3) List<Values> changes)
            throws Exception {
        long sheet = office().open(base);

        List<Told> told = office().changeAtTheSameTime(sheet, changes);

        Values committed = office().committed(sheet);
        assertThat(orders(changes.size()))
                .as("%s changed by %s is %s; told: %s", base, changes, committed, told)
                .anyMatch(order -> explains(order, base, changes, told, committed));
    }

    /** Whether the people, one after the other, would have been told this and have left that. */
    private static boolean explains(
            List<Integer> order, Values base, List<Values> changes, List<Told> told, Values committed) {
        Values now = base;
        for (int person : order) {
            Optional<Values> merged = now.merged(base, base.with(changes.get(person)));
            if (merged.isPresent() == told.get(person).isSurfaced()) {
                return false;
            }
            now = merged.orElse(now);
        }
        return now.equals(committed);
    }

    private static List<List<Integer>> orders(int people) {
        if (people == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (List<Integer> shorter : orders(people - 1)) {
            for (int place = 0; place < people; place++) {
                List<Integer> order = new ArrayList<>(shorter);
                order.add(place, people - 1);
                orders.add(order);
            }
        }
        return orders;
    }

    @Property(tries = TRIES)
    void disjointChangesCommute(
            @ForAll("sheets") Values base, @ForAll("disjointChanges") Tuple2<Values, Values> changes) throws Exception {
        long oneFirst = office().open(base);
        long otherFirst = office().open(base);

        Told other = loses(oneFirst, changes.get2(), changes.get1());
        Told one = loses(otherFirst, changes.get1(), changes.get2());

        assertThat(List.of(one, other)).noneMatch(Told::isSurfaced);
        assertThat(office().committed(oneFirst))
                .isEqualTo(office().committed(otherFirst))
                .isEqualTo(base.with(changes.get1()).with(changes.get2()));
    }

    /** Whoever has read the sheet is overtaken by somebody else before it is written. */
    private Told loses(long sheet, Values change, Values first) throws Exception {
        return office().reapplying(List.of(sheet), List.of(change), () -> {
            office().changeElsewhere(sheet, first);
            return sheet;
        });
    }

    @Property(tries = TRIES)
    void anOverlapWithoutARuleIsNeverMerged(
            @ForAll("sheets") Values base,
            @ForAll("changes") @Size(2) List<Values> changes,
            @ForAll("overlaps") Overlap overlap)
            throws Exception {
        Values start = base.with(overlap.value(0));
        List<Values> both =
                List.of(changes.get(0).with(overlap.value(1)), changes.get(1).with(overlap.value(2)));
        long sheet = office().open(start);

        List<Told> told = office().changeAtTheSameTime(sheet, both);

        assertThat(told).filteredOn(Told::isSurfaced).hasSize(1);
        int loser = told.get(0).isSurfaced() ? 0 : 1;
        assertThat(office().committed(sheet)).isEqualTo(start.with(both.get(1 - loser)));
        assertThat(overlapping(told.get(loser)))
                .isEqualTo(pathsOf(office().committed(sheet).overlaps(start, start.with(both.get(loser)))))
                .contains(overlap.field().path());
    }

    /** Three different values of an attribute: what was there, and what each side makes of it. */
    record Overlap(Field field, List<? extends List<?>> values) {

        Values value(int which) {
            return only(field, values.get(which));
        }
    }

    private static Values only(Field field, List<?> value) {
        return new Values(Map.of(field, value));
    }

    private static Set<String> overlapping(Told told) {
        Set<String> names = new HashSet<>();
        conflict(told).changes().stream()
                .filter(AttributeChange::overlapping)
                .map(AttributeChange::name)
                .forEach(names::add);
        return names;
    }

    private static Set<String> pathsOf(Set<Field> fields) {
        Set<String> paths = new HashSet<>();
        fields.forEach(field -> paths.add(field.path()));
        return paths;
    }

    private static Conflict conflict(Told told) {
        List<Conflict> conflicts =
                told.conflict().map(ConflictException::conflicts).orElse(List.of());
        assertThat(conflicts).hasSize(1);
        return conflicts.get(0);
    }

    /** The first merge is lost too, on another sheet, and is made again on what is there then. */
    @Property(tries = TRIES)
    void mergingTwiceEqualsMergingOnce(
            @ForAll("sheets") Values base,
            @ForAll("changes") @Size(2) List<Values> mine,
            @ForAll("changes") @Size(2) List<Values> theirs)
            throws Exception {
        long first = office().open(base);
        long second = office().open(base);
        // So that all of them are changes, and each merge writes.
        List<Values> hits = List.of(hit(base, mine.get(0), 1), hit(base, mine.get(1), 1));
        List<Values> theirHits = List.of(hit(base, theirs.get(0), 2), hit(base, theirs.get(1), 2));
        Optional<Values> firstMerged = base.with(theirHits.get(0)).merged(base, base.with(hits.get(0)));
        Optional<Values> secondMerged = base.with(theirHits.get(1)).merged(base, base.with(hits.get(1)));

        AtomicBoolean lostAgain = new AtomicBoolean();
        Told told;
        try {
            told = office().reapplying(List.of(first, second), hits, () -> {
                office().changeElsewhere(first, theirHits.get(0));
                Sheet.BEFORE_UPDATE.set(() -> {
                    if (Attempt.current().number() == 2 && lostAgain.compareAndSet(false, true)) {
                        office().changeElsewhere(second, theirHits.get(1));
                    }
                });
                return first;
            });
        } finally {
            Sheet.BEFORE_UPDATE.remove();
        }

        assertThat(lostAgain.get()).as("lost again").isEqualTo(firstMerged.isPresent());
        boolean merges = firstMerged.isPresent() && secondMerged.isPresent();
        assertThat(told.isSurfaced()).isEqualTo(!merges);
        assertThat(office().committed(first))
                .isEqualTo(merges ? firstMerged.orElseThrow() : base.with(theirHits.get(0)));
        if (firstMerged.isPresent()) {
            assertThat(office().committed(second))
                    .isEqualTo(merges ? secondMerged.orElseThrow() : base.with(theirHits.get(1)));
        }
    }

    private static Values hit(Values base, Values change, long by) {
        return change.with(only(Field.VIEWS, List.of((long) base.of(Field.VIEWS).get(0) + by)));
    }

    @Property(tries = TRIES)
    void whatManyAddIsTheSum(
            @ForAll("sheets") Values base,
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = -3, max = 3) Integer> amounts)
            throws Exception {
        long start = (long) base.of(Field.VIEWS).get(0);
        long sheet = office().open(base);

        List<Told> told = office().changeAtTheSameTime(
                        sheet,
                        amounts.stream()
                                .map(amount -> only(Field.VIEWS, List.of(start + amount)))
                                .toList());

        assertThat(told).noneMatch(Told::isSurfaced);
        long sum = amounts.stream().mapToLong(Integer::longValue).sum();
        assertThat(office().committed(sheet)).isEqualTo(base.with(only(Field.VIEWS, List.of(start + sum))));
    }

    @Property(tries = TRIES)
    void equalChangesAndNullsAreNoConflict(@ForAll("sheets") Values base, @ForAll("unsummed") Values change)
            throws Exception {
        long sheet = office().open(base);

        List<Told> told = office().changeAtTheSameTime(sheet, List.of(change, change));

        assertThat(told).noneMatch(Told::isSurfaced);
        assertThat(office().committed(sheet)).isEqualTo(base.with(change));
    }

    @Property(tries = TRIES)
    void aConflictSaysOfEachAttributeWhoChangedItAndHow(
            @ForAll("sheets") Values base, @ForAll("changes") @Size(2) List<Values> changes) throws Exception {
        Values mine = base.with(hit(base, changes.get(0), 1));
        Values theirs = base.with(hit(base, changes.get(1), 2));
        long sheet = office().open(base);

        Told told = office().surfacing(sheet, mine, () -> {
            office().changeElsewhere(sheet, theirs);
            return sheet;
        });

        Map<String, Change> reported = new HashMap<>();
        conflict(told).changes().forEach(change -> reported.put(change.name(), Change.of(change)));
        assertThat(reported).isEqualTo(Change.all(base, mine, theirs));
        assertThat(office().committed(sheet)).isEqualTo(theirs);
    }

    /** What a report says of an attribute. */
    private record Change(ChangeKind kind, List<?> base, List<?> mine, List<?> theirs) {

        static Change of(AttributeChange reported) {
            return new Change(
                    reported.kind(),
                    Field.value(reported.base()),
                    Field.value(reported.mine()),
                    Field.value(reported.theirs()));
        }

        static Map<String, Change> all(Values base, Values mine, Values theirs) {
            Map<String, Change> all = new HashMap<>();
            for (Field field : Field.values()) {
                Change change = new Change(
                        kind(base.of(field), mine.of(field), theirs.of(field)),
                        base.of(field),
                        mine.of(field),
                        theirs.of(field));
                if (!(change.mine.equals(change.base) && change.theirs.equals(change.base))) {
                    all.put(field.path(), change);
                }
            }
            return all;
        }

        private static ChangeKind kind(List<?> base, List<?> mine, List<?> theirs) {
            if (theirs.equals(base)) {
                return ChangeKind.MINE;
            }
            if (mine.equals(base)) {
                return ChangeKind.THEIRS;
            }
            return mine.equals(theirs) ? ChangeKind.BOTH_ALIKE : ChangeKind.OVERLAPPING;
        }
    }

    @Provide
    Arbitrary<Values> sheets() {
        return valuesOf(EnumSet.allOf(Field.class));
    }

    @Provide
    Arbitrary<List<Values>> changes() {
        return fields(field -> true).flatMap(MergeProperties::valuesOf).list();
    }

    @Provide
    Arbitrary<Values> unsummed() {
        return fields(field -> field.rule() != Rule.SUM).flatMap(MergeProperties::valuesOf);
    }

    @Provide
    Arbitrary<Overlap> overlaps() {
        return Arbitraries.of(Field.class)
                .filter(field -> field.rule() == Rule.NONE)
                .flatMap(field ->
                        field.anyValue().list().uniqueElements().ofSize(3).map(values -> new Overlap(field, values)));
    }

    @Provide
    Arbitrary<Tuple2<Values, Values>> disjointChanges() {
        return Arbitraries.shuffle(Field.values())
                .flatMap(fields -> Combinators.combine(valuesOf(fields.subList(0, 4)), valuesOf(fields.subList(4, 8)))
                        .as(Tuple::of));
    }

    private static Arbitrary<Set<Field>> fields(Predicate<Field> which) {
        return Arbitraries.of(Arrays.stream(Field.values()).filter(which).toList())
                .set()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static Arbitrary<Values> valuesOf(Iterable<Field> fields) {
        List<Field> of = new ArrayList<>();
        fields.forEach(of::add);
        return Combinators.combine(of.stream()
                        .<Arbitrary<List<?>>>map(field -> field.anyValue().map(value -> value))
                        .toList())
                .as(values -> {
                    Map<Field, List<?>> byField = new EnumMap<>(Field.class);
                    IntStream.range(0, values.size()).forEach(i -> byField.put(of.get(i), values.get(i)));
                    return new Values(byField);
                });
    }
}
