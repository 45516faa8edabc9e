package dev.locking.retry;

import dev.locking.spi.TransactionBoundary;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** One budget per boundary, for as long as the boundary lives. Thread-safe. */
final class RetryBudgets {

    private final Map<TransactionBoundary, RetryBudget> all = Collections.synchronizedMap(new WeakHashMap<>());

    /** Most applications have one boundary, which then costs no lock. */
    private volatile @Nullable Latest latest;

    private record Latest(WeakReference<TransactionBoundary> boundary, RetryBudget budget) {}

    RetryBudget of(TransactionBoundary boundary) {
        Latest known = latest;
        if (known != null && known.boundary.refersTo(boundary)) {
            return known.budget;
        }
        RetryBudget budget = all.computeIfAbsent(boundary, same -> new RetryBudget());
        latest = new Latest(new WeakReference<>(boundary), budget);
        return budget;
    }

    /** Of the boundary that has the fewest left. */
    long available(long nanos) {
        synchronized (all) {
            return all.values().stream()
                    .mapToLong(budget -> budget.available(nanos))
                    .min()
                    .orElseGet(RetryBudget::initial);
        }
    }
}
