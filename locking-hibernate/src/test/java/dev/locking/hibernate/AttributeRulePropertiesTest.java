package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.MergeRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hibernate.type.BagType;
import org.hibernate.type.spi.TypeConfiguration;

/** What holds of every rule, whatever both sides made of a value. */
class AttributeRulePropertiesTest {

    private static final AttributeRule UNION =
            AttributeRule.of(MergeRule.UNION, new BagType("Wallet.tags", null), "Wallet.tags");

    private static AttributeRule of(MergeRule rule, Class<?> type) {
        return AttributeRule.of(
                rule, requireNonNull(new TypeConfiguration().getBasicTypeForJavaType(type)), "Wallet.balance");
    }

    /** A kind of number, and how one of it is made. */
    enum Kind {
        BYTE(Byte.class, number -> (byte) number),
        SHORT(Short.class, number -> (short) number),
        INTEGER(Integer.class, number -> (int) number),
        LONG(Long.class, number -> number),
        FLOAT(Float.class, number -> (float) number),
        DOUBLE(Double.class, number -> (double) number),
        BIG_INTEGER(BigInteger.class, BigInteger::valueOf),
        BIG_DECIMAL(BigDecimal.class, number -> BigDecimal.valueOf(number, 2));

        private final Class<?> type;

        @SuppressWarnings("ImmutableEnumChecker") // has no state
        private final LongFunction<Object> make;

        Kind(Class<?> type, LongFunction<Object> make) {
            this.type = type;
            this.make = make;
        }

        /** What is committed in the end, if all of them had read the same and commit one after the other. */
        Object sum(long base, List<Long> amounts) {
            AttributeRule add = of(MergeRule.ADD, type);
            Object committed = make.apply(base);
            for (long amount : amounts) {
                committed = requireNonNull(add.merge(make.apply(base), make.apply(base + amount), committed));
            }
            return committed;
        }
    }

    @Property
    void whatManyAddIsTheSumInAnyOrder(
            @ForAll Kind kind,
            @ForAll("small") long base,
            @ForAll("amounts") List<Long> amounts,
            @ForAll Random random) {
        List<Long> shuffled = new ArrayList<>(amounts);
        Collections.shuffle(shuffled, random);
        long sum = amounts.stream().mapToLong(Long::longValue).sum();

        assertThat(kind.sum(base, amounts)).isEqualTo(kind.sum(base, shuffled)).isEqualTo(kind.make.apply(base + sum));
    }

    @Property
    void aSumIsExactOrNone(@ForAll int base, @ForAll int mine, @ForAll int theirs) {
        AttributeRule add = of(MergeRule.ADD, Integer.class);
        long sum = (long) theirs + mine - base;

        if (sum == (int) sum) {
            assertThat(add.merge(base, mine, theirs)).isEqualTo((int) sum);
        } else {
            assertThatThrownBy(() -> add.merge(base, mine, theirs)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Property
    void mergingAgainWhatIsMergedChangesNothing(
            @ForAll("once") MergeRule rule, @ForAll int base, @ForAll int mine, @ForAll int theirs) {
        AttributeRule one = of(rule, Integer.class);
        Object merged = one.merge(base, mine, theirs);

        assertThat(one.merge(base, mine, merged)).isEqualTo(merged);
    }

    @Property
    void theGreaterAndTheLesserAreTheSameInAnyOrder(@ForAll int base, @ForAll int mine, @ForAll int theirs) {
        assertThat(of(MergeRule.MAX, Integer.class).merge(base, mine, theirs))
                .isEqualTo(of(MergeRule.MAX, Integer.class).merge(base, theirs, mine))
                .isEqualTo(Math.max(mine, theirs));
        assertThat(of(MergeRule.MIN, Integer.class).merge(base, mine, theirs))
                .isEqualTo(of(MergeRule.MIN, Integer.class).merge(base, theirs, mine))
                .isEqualTo(Math.min(mine, theirs));
    }

    @Property
    void aUnionOfSetsHasWhatAnyoneAddedAndNotWhatAnyoneRemoved(
            @ForAll("sets") Set<Integer> base, @ForAll("sets") Set<Integer> mine, @ForAll("sets") Set<Integer> theirs) {
        Set<Integer> wanted = new HashSet<>(mine);
        wanted.addAll(theirs);
        wanted.removeIf(element -> base.contains(element) && !(mine.contains(element) && theirs.contains(element)));

        List<Integer> merged = union(List.copyOf(base), List.copyOf(mine), List.copyOf(theirs));

        assertThat(merged).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(union(List.copyOf(base), List.copyOf(mine), merged))
                .as("merged again")
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Property
    void aUnionOfListsIsTheSameInAnyOrder(
            @ForAll("lists") List<Integer> base,
            @ForAll("lists") List<Integer> mine,
            @ForAll("lists") List<Integer> theirs) {
        assertThat(union(base, mine, theirs)).containsExactlyInAnyOrderElementsOf(union(base, theirs, mine));
    }

    @Property
    void whatOnlyOneSideDidToAListIsDone(@ForAll("lists") List<Integer> base, @ForAll("lists") List<Integer> changed) {
        assertThat(union(base, changed, base)).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(union(base, base, changed)).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(union(base, changed, changed)).as("alike").containsExactlyInAnyOrderElementsOf(changed);
    }

    @Property
    void equalElementsOfAListAreCounted(
            @ForAll("counts") int base, @ForAll("counts") int mine, @ForAll("counts") int theirs) {
        int here = mine - base;
        int there = theirs - base;
        int both = Integer.signum(here) == Integer.signum(there)
                ? (Math.abs(here) > Math.abs(there) ? here : there)
                : here + there;

        assertThat(union(times(base), times(mine), times(theirs))).hasSize(base + both);
    }

    /** A removed one would come back, since no copy of it is equal. */
    @Example
    void elementsThatAreArraysAreNotMerged() {
        List<byte[]> base = List.of(new byte[] {1});

        assertThatThrownBy(() -> UNION.merge(base, List.of(), List.of(new byte[] {1})))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<Integer> times(int count) {
        return Collections.nCopies(count, 1);
    }

    @SuppressWarnings("unchecked") // of integers
    private static List<Integer> union(List<Integer> base, List<Integer> mine, List<Integer> theirs) {
        return (List<Integer>) requireNonNull(UNION.merge(base, mine, theirs));
    }

    @Provide
    Arbitrary<Long> small() {
        return Arbitraries.longs().between(-20, 20);
    }

    /** Of which no sum is too great for a byte. */
    @Provide
    Arbitrary<List<Long>> amounts() {
        return Arbitraries.longs().between(-10, 10).list().ofMaxSize(8);
    }

    /** All of one value that change nothing when they are applied again. */
    @Provide
    Arbitrary<MergeRule> once() {
        return Arbitraries.of(MergeRule.MINE, MergeRule.THEIRS, MergeRule.MAX, MergeRule.MIN);
    }

    @Provide
    Arbitrary<Set<Integer>> sets() {
        return Arbitraries.integers().between(0, 4).set();
    }

    @Provide
    Arbitrary<List<Integer>> lists() {
        return Arbitraries.integers().between(0, 3).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(0, 4);
    }
}
