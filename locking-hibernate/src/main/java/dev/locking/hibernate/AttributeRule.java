package dev.locking.hibernate;

import dev.locking.AttributeMerger;
import dev.locking.MergeRule;
import dev.locking.OnConflict;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hibernate.type.BagType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.IdentifierBagType;
import org.hibernate.type.SetType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** What is written for an attribute that both sides changed, to different values. Thread-safe. */
@FunctionalInterface
interface AttributeRule {

    /** Of what there are sums. */
    Set<Class<?>> SUMS = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    /** Nothing: it is not to be guessed. */
    AttributeRule FAIL = (base, mine, theirs) -> {
        throw new UnmergeableException();
    };

    AttributeRule MINE = (base, mine, theirs) -> mine;

    AttributeRule THEIRS = (base, mine, theirs) -> theirs;

    /** Of numbers: two deposits of 50 are 100. */
    AttributeRule ADD = new AttributeRule() {

        @Override
        public @Nullable Object merge(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
            return sum(base, mine, theirs);
        }

        @Override
        public boolean isForEqualChanges() {
            return true;
        }
    };

    /** Whether it decides too where both sides have changed the attribute to the same value. */
    default boolean isForEqualChanges() {
        return false;
    }

    /** The values cannot be merged by the rule, or there is none. */
    final class UnmergeableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnmergeableException() {
            super(null, null, false, false);
        }
    }

    /**
     * Merges.
     *
     * @return what is written
     * @throws RuntimeException if that cannot be told
     */
    @Nullable
    Object merge(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs);

    /**
     * The rule of an annotation.
     *
     * @param where names the attribute, for the message
     * @throws IllegalStateException if it does not suit the attribute
     */
    static AttributeRule of(OnConflict annotation, Type type, String where) {
        return annotation.with() == AttributeMerger.class
                ? of(annotation.value(), type, where)
                : ofApplication(annotation.with(), where);
    }

    /** One that suits every type. */
    static AttributeRule ofAny(MergeRule rule) {
        return switch (rule) {
            case MINE -> MINE;
            case THEIRS -> THEIRS;
            default -> FAIL;
        };
    }

    /** A rule of the library. */
    static AttributeRule of(MergeRule rule, Type type, String where) {
        Class<?> values = wrapped(type.getReturnedClass());
        return switch (rule) {
            case FAIL, MINE, THEIRS -> ofAny(rule);
            case ADD -> {
                require(SUMS.contains(values), rule, where, "a number (of java.lang or java.math)");
                yield ADD;
            }
            case MAX, MIN -> {
                require(
                        Comparable.class.isAssignableFrom(values) && !type.isCollectionType(),
                        rule,
                        where,
                        "an attribute whose values have a natural order");
                yield rule == MergeRule.MAX
                        ? (base, mine, theirs) -> compare(mine, theirs) >= 0 ? mine : theirs
                        : (base, mine, theirs) -> compare(mine, theirs) <= 0 ? mine : theirs;
            }
            case UNION -> {
                require(isUnordered(type), rule, where, "a set or an unordered list");
                yield AttributeRule::union;
            }
        };
    }

    private static Class<?> wrapped(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static boolean isUnordered(Type type) {
        return type instanceof CollectionType
                && (type instanceof SetType || (type instanceof BagType && !(type instanceof IdentifierBagType)));
    }

    private static void require(boolean suits, MergeRule rule, String where, String right) {
        if (!suits) {
            throw new UnsuitableRuleException(
                    "@OnConflict(" + rule + ") on " + where + " cannot work. It suits " + right
                            + "; FAIL, MINE, THEIRS and a class of your own suit any attribute.",
                    null);
        }
    }

    /** Whether it takes the attribute's type is for the application to see to. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static AttributeRule ofApplication(Class<? extends AttributeMerger> type, String where) {
        try {
            Constructor<? extends AttributeMerger> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            AttributeMerger merger = constructor.newInstance();
            return merger::merge;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new UnsuitableRuleException(
                    "@OnConflict(with = " + type.getName() + ".class) on " + where
                            + " cannot work: no instance can be made. Give it a constructor without parameters.",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // both are of the attribute's type
    private static int compare(@Nullable Object mine, @Nullable Object theirs) {
        if (mine == null || theirs == null) {
            throw new UnmergeableException();
        }
        return ((Comparable<Object>) mine).compareTo(theirs);
    }

    private static Object sum(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
        if (base == null || mine == null || theirs == null) {
            throw new UnmergeableException();
        }
        if (theirs instanceof BigDecimal decimal) {
            return decimal.add((BigDecimal) mine).subtract((BigDecimal) base);
        }
        if (theirs instanceof BigInteger integer) {
            return integer.add((BigInteger) mine).subtract((BigInteger) base);
        }
        if (theirs instanceof Double number) {
            return number + ((Double) mine - (Double) base);
        }
        if (theirs instanceof Float number) {
            return number + ((Float) mine - (Float) base);
        }
        BigInteger exact = whole(theirs).add(whole(mine)).subtract(whole(base));
        if (theirs instanceof Long) {
            return exact.longValueExact();
        }
        if (theirs instanceof Integer) {
            return exact.intValueExact();
        }
        return theirs instanceof Short ? (Object) exact.shortValueExact() : (Object) exact.byteValueExact();
    }

    private static BigInteger whole(Object number) {
        return BigInteger.valueOf(((Number) number).longValue());
    }

    /** Of elements as {@link AttributeValues} makes them; equal ones are counted, and what both did alike is done once. */
    private static Object union(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
        refuseArrays(base);
        refuseArrays(mine);
        refuseArrays(theirs);
        List<@Nullable Object> merged = elements(theirs);
        without(without(base, mine), without(base, theirs)).forEach(merged::remove);
        merged.addAll(without(without(mine, base), without(theirs, base)));
        return merged;
    }

    /** Arrays are never equal, so one that was removed would come back; the conflict goes to the caller. */
    private static void refuseArrays(@Nullable Object collection) {
        if (elements(collection).stream()
                .anyMatch(element -> element != null && element.getClass().isArray())) {
            throw new UnsupportedOperationException("Elements that are arrays cannot be told from others");
        }
    }

    private static List<@Nullable Object> without(@Nullable Object collection, @Nullable Object others) {
        List<@Nullable Object> rest = elements(collection);
        elements(others).forEach(rest::remove);
        return rest;
    }

    private static List<@Nullable Object> elements(@Nullable Object collection) {
        return collection == null ? new ArrayList<>() : new ArrayList<>((Collection<?>) collection);
    }
}
