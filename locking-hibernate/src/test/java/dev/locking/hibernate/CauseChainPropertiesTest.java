package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Exceptions that refer to each other in any way that Java allows, cycles included. */
class CauseChainPropertiesTest {

    /** An exception that says what it was told to say. */
    private static final class Knot extends SQLException {

        private static final long serialVersionUID = 1L;

        private transient @Nullable Knot cause;
        private transient @Nullable Knot next;

        Knot(int number) {
            super("number " + number);
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return cause;
        }

        @Override
        public @Nullable SQLException getNextException() {
            return next;
        }
    }

    /** How one exception refers to others; numbers that are too high refer to nothing. */
    record Ties(int cause, int next, int suppressed) {}

    @Property
    void eachExceptionThatCanBeReachedIsThereOnceAndNoOther(@ForAll("nets") List<Ties> ties) {
        List<Knot> net = tied(ties);

        List<Throwable> chain = CauseChain.of(net.get(0)).stream().toList();

        assertThat(chain).doesNotHaveDuplicates().startsWith(net.get(0));
        assertThat(chain).containsExactlyInAnyOrderElementsOf(reachable(net.get(0)));
    }

    @Property
    void anExceptionComesBeforeItsCauseUnlessThatWasThereBefore(@ForAll("nets") List<Ties> ties) {
        List<Throwable> chain = CauseChain.of(tied(ties).get(0)).stream().toList();

        for (int i = 0; i < chain.size(); i++) {
            Throwable cause = chain.get(i).getCause();
            if (cause != null && chain.indexOf(cause) > i) {
                assertThat(chain.indexOf(cause)).isEqualTo(i + 1);
            }
        }
    }

    @Property
    void whatIsSuppressedIsNeverWhatIsThereAlready(@ForAll("nets") List<Ties> ties) {
        List<Knot> net = tied(ties);
        CauseChain chain = CauseChain.of(net.get(0));

        List<Throwable> suppressed = chain.suppressed().stream().toList();

        assertThat(suppressed)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(chain.stream().toList());
        assertThat(suppressed.isEmpty())
                .isEqualTo(reachable(net.get(0))
                        .containsAll(chain.stream()
                                .flatMap(one -> List.of(one.getSuppressed()).stream())
                                .toList()));
    }

    private static List<Knot> tied(List<Ties> ties) {
        List<Knot> net = new ArrayList<>();
        for (int i = 0; i < ties.size(); i++) {
            net.add(new Knot(i));
        }
        for (int i = 0; i < ties.size(); i++) {
            Knot knot = net.get(i);
            knot.cause = at(net, ties.get(i).cause);
            knot.next = at(net, ties.get(i).next);
            Knot suppressed = at(net, ties.get(i).suppressed);
            if (suppressed != null && suppressed != knot) {
                knot.addSuppressed(suppressed);
            }
        }
        return net;
    }

    private static @Nullable Knot at(List<Knot> net, int index) {
        return index < net.size() ? net.get(index) : null;
    }

    private static Set<Throwable> reachable(Knot from) {
        Set<Throwable> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Knot> toDo = new ArrayList<>(List.of(from));
        while (!toDo.isEmpty()) {
            Knot knot = toDo.remove(toDo.size() - 1);
            if (found.add(knot)) {
                if (knot.cause != null) {
                    toDo.add(knot.cause);
                }
                if (knot.next != null) {
                    toDo.add(knot.next);
                }
            }
        }
        return found;
    }

    @Provide
    Arbitrary<List<Ties>> nets() {
        Arbitrary<Integer> targets = Arbitraries.integers().between(0, 15);
        return Combinators.combine(targets, targets, targets)
                .as(Ties::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }
}
