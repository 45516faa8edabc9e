package dev.locking.hibernate;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure with what is behind it, each exception once: an exception, then its causes, then for JDBC its next
 * exceptions. So what a database reported comes before the explanations that a driver found for it, and in the order
 * that the database reported it. Ends after {@value #MOST} exceptions.
 */
final class CauseChain {

    static final int MOST = 1_000;

    private final List<Throwable> all = new ArrayList<>();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private CauseChain() {}

    static CauseChain of(Throwable failure) {
        CauseChain chain = new CauseChain();
        chain.add(failure);
        return chain;
    }

    /** What the exceptions of this chain suppressed, with what is behind it: things that went wrong as well. */
    CauseChain suppressed() {
        CauseChain chain = new CauseChain();
        chain.seen.addAll(all);
        all.stream().map(Throwable::getSuppressed).flatMap(Stream::of).forEach(chain::add);
        return chain;
    }

    private void add(Throwable failure) {
        Deque<Throwable> toDo = new ArrayDeque<>();
        toDo.push(failure);
        while (!toDo.isEmpty() && all.size() < MOST) {
            Throwable next = toDo.pop();
            if (seen.add(next)) {
                all.add(next);
                pushIfAny(toDo, next instanceof SQLException sql ? sql.getNextException() : null);
                pushIfAny(toDo, next.getCause());
            }
        }
    }

    private static void pushIfAny(Deque<Throwable> toDo, @Nullable Throwable next) {
        if (next != null) {
            toDo.push(next);
        }
    }

    Stream<Throwable> stream() {
        return all.stream();
    }

    <T extends Throwable> Stream<T> all(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast);
    }

    <T extends Throwable> @Nullable T first(Class<T> type) {
        return all(type).findFirst().orElse(null);
    }

    boolean has(Class<? extends Throwable> type) {
        return first(type) != null;
    }
}
