package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.AttributeMerger;
import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.cfg.Configuration;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules are refused when the factory is built, and what the others answer. */
class OnConflictRulesTest {

    @Entity(name = "Sum")
    static class SumOfTexts {

        @Id
        long id;

        @Version
        long version;

        @OnConflict(MergeRule.ADD)
        String name = "";
    }

    @Entity(name = "Union")
    static class UnionOfOne {

        @Id
        long id;

        @Version
        long version;

        @OnConflict(MergeRule.UNION)
        long number;
    }

    @Entity(name = "Ordered")
    static class UnionOfOrdered {

        @Id
        long id;

        @Version
        long version;

        @ElementCollection
        @OrderColumn
        @OnConflict(MergeRule.UNION)
        List<String> names = new ArrayList<>();
    }

    @Entity(name = "Versioned")
    static class RuleOnVersion {

        @Id
        long id;

        @Version
        @OnConflict(MergeRule.MAX)
        long version;

        String name = "";
    }

    @Entity(name = "Whole")
    @OnConflict(MergeRule.ADD)
    static class SumOfAll {

        @Id
        long id;

        @Version
        long version;

        long number;
    }

    @Entity(name = "Own")
    static class NoInstance {

        @Id
        long id;

        @Version
        long version;

        @OnConflict(with = WithParameter.class)
        String name = "";
    }

    record WithParameter(int parameter) implements AttributeMerger<String> {

        @Override
        public @Nullable String merge(@Nullable String base, @Nullable String mine, @Nullable String theirs) {
            return mine;
        }
    }

    private static void assertRefused(Class<?> entity, String where, String right) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(entity)
                .setProperty("jakarta.persistence.jdbc.url", "jdbc:h2:mem:rules");
        assertThatIllegalStateException()
                .isThrownBy(configuration::buildSessionFactory)
                .withMessageContaining(where)
                .withMessageContaining("cannot work")
                .withMessageContaining(right);
    }

    @Test
    void whatCannotWorkLetsNoFactoryBeBuilt() {
        assertRefused(SumOfTexts.class, "@OnConflict(ADD) on Sum.name", "suits a number");
        assertRefused(UnionOfOne.class, "@OnConflict(UNION) on Union.number", "a set or an unordered list");
        assertRefused(UnionOfOrdered.class, "@OnConflict(UNION) on Ordered.names", "a set or an unordered list");
        assertRefused(RuleOnVersion.class, "@OnConflict on Versioned.version", "Drop the annotation");
        assertRefused(SumOfAll.class, "@OnConflict(ADD) on", "the rule on the attribute");
        assertRefused(NoInstance.class, "WithParameter.class) on Own.name", "a constructor without parameters");
    }

    private static AttributeRule rule(MergeRule rule, Class<?> attribute) {
        return AttributeRule.of(
                rule, requireNonNull(new TypeConfiguration().getBasicTypeForJavaType(attribute)), "Wallet.balance");
    }

    @ParameterizedTest
    @CsvSource({"100,150,150,200", "0,3,3,6", "5,0,10,5", "-1,-2,-3,-4"})
    void sumsAddBothDifferences(int base, int mine, int theirs, int sum) {
        assertThat(rule(MergeRule.ADD, Integer.class).merge(base, mine, theirs)).isEqualTo(sum);
        assertThat(rule(MergeRule.ADD, Long.class).merge((long) base, (long) mine, (long) theirs))
                .isEqualTo((long) sum);
        assertThat(rule(MergeRule.ADD, Short.class).merge((short) base, (short) mine, (short) theirs))
                .isEqualTo((short) sum);
        assertThat(rule(MergeRule.ADD, Double.class).merge((double) base, (double) mine, (double) theirs))
                .isEqualTo((double) sum);
        assertThat(rule(MergeRule.ADD, BigInteger.class)
                        .merge(BigInteger.valueOf(base), BigInteger.valueOf(mine), BigInteger.valueOf(theirs)))
                .isEqualTo(BigInteger.valueOf(sum));
        assertThat(rule(MergeRule.ADD, BigDecimal.class)
                        .merge(
                                new BigDecimal(base + ".00"),
                                new BigDecimal(mine + ".00"),
                                new BigDecimal(theirs + ".00")))
                .isEqualTo(new BigDecimal(sum + ".00"));
    }

    @Test
    void whatIsNoSumIsNotGuessed() {
        AttributeRule add = rule(MergeRule.ADD, Integer.class);

        assertThatThrownBy(() -> add.merge(0, Integer.MAX_VALUE, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> add.merge(null, 1, 2)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> rule(MergeRule.MAX, Integer.class).merge(0, null, 2))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> AttributeRule.FAIL.merge(0, 1, 2)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void theGreaterAndTheLesser() {
        assertThat(rule(MergeRule.MAX, Integer.class).merge(0, 3, 2)).isEqualTo(3);
        assertThat(rule(MergeRule.MIN, Integer.class).merge(0, 3, 2)).isEqualTo(2);
        assertThat(rule(MergeRule.MAX, String.class).merge("", "a", "b")).isEqualTo("b");
    }
}
