package dev.locking.hibernate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A failure with its causes and, for JDBC, its next exceptions; outermost first, each once. */
final class CauseChain {

    private final List<Throwable> all = new ArrayList<>();

    private CauseChain() {}

    static CauseChain of(Throwable failure) {
        CauseChain chain = new CauseChain();
        chain.add(failure);
        return chain;
    }

    private void add(@Nullable Throwable next) {
        if (next == null || contains(next)) {
            return;
        }
        all.add(next);
        if (next instanceof SQLException sql) {
            add(sql.getNextException());
        }
        add(next.getCause());
    }

    private boolean contains(Throwable throwable) {
        return all.stream().anyMatch(seen -> seen == throwable);
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
