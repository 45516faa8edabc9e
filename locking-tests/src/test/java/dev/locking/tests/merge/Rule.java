package dev.locking.tests.merge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The model of a merge of one attribute, by the words of docs/reapply.md. A value is a sorted list: of the elements of a
 * collection, else of one, or of none for null.
 */
enum Rule {
    NONE {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            return Optional.empty();
        }
    },
    MINE {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            return Optional.of(mine);
        }
    },
    THEIRS {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            return Optional.of(theirs);
        }
    },
    SUM {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            if (base.isEmpty() || mine.isEmpty() || theirs.isEmpty()) {
                return Optional.empty();
            }
            BigDecimal sum = number(theirs).add(number(mine)).subtract(number(base));
            return Optional.of(List.of(theirs.get(0) instanceof Long ? (Object) sum.longValueExact() : sum));
        }
    },
    GREATEST {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            return compare(mine, theirs).map(order -> order > 0 ? mine : theirs);
        }
    },
    LEAST {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            return compare(mine, theirs).map(order -> order < 0 ? mine : theirs);
        }
    },

    /** Of each element as many as the side has left that went further, or what both make together if they went apart. */
    UNION {
        @Override
        Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs) {
            Set<Object> all = new TreeSet<>();
            Stream.of(base, mine, theirs).forEach(all::addAll);
            List<Object> merged = new ArrayList<>();
            for (Object element : all) {
                int before = Collections.frequency(base, element);
                int here = Collections.frequency(mine, element) - before;
                int there = Collections.frequency(theirs, element) - before;
                int both = Integer.signum(here) == Integer.signum(there)
                        ? (Math.abs(here) > Math.abs(there) ? here : there)
                        : here + there;
                merged.addAll(Collections.nCopies(before + both, element));
            }
            return Optional.of(merged);
        }
    };

    /** What is written if both have changed it; empty if the conflict goes to the caller. */
    abstract Optional<List<?>> ofBoth(List<?> base, List<?> mine, List<?> theirs);

    final Optional<List<?>> merge(List<?> base, List<?> mine, List<?> theirs) {
        if (mine.equals(base)) {
            return Optional.of(theirs);
        }
        if (theirs.equals(base) || (theirs.equals(mine) && this != SUM)) {
            return Optional.of(mine);
        }
        return ofBoth(base, mine, theirs);
    }

    private static Optional<Integer> compare(List<?> mine, List<?> theirs) {
        boolean bothKnown = !mine.isEmpty() && !theirs.isEmpty();
        return bothKnown ? Optional.of(number(mine).compareTo(number(theirs))) : Optional.empty();
    }

    private static BigDecimal number(List<?> value) {
        return new BigDecimal(value.get(0).toString());
    }
}
