package dev.locking.retry;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells which keys were contended most lately: a sketch of at most {@value #MOST_KEYS} counters that lose half of their count
 * every second. When there is no place for another key, all counters go down by one instead (J. Misra, D. Gries: Finding
 * repeated elements, 1982), so that no count is ever too high: however many keys somebody invents, none of them makes a cold
 * key hot, and a key that is contended more often than once in {@value #MOST_KEYS} times stays. Thread-safe; asking takes no
 * lock.
 */
final class Heat {

    static final int MOST_KEYS = 1_024;

    /** Contended so often, and not long ago. One clash happens by chance. */
    static final int HOT = 2;

    private static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentMap<Object, Integer> counts = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private final int hot;
    private volatile long halved;

    /** @param clock monotonic, in nanoseconds */
    Heat(LongSupplier clock) {
        this(clock, HOT);
    }

    /**
     * Where other counts than {@value #HOT} make a key hot.
     *
     * @param clock monotonic, in nanoseconds
     * @param hot how often it was contended lately
     */
    Heat(LongSupplier clock, int hot) {
        this.clock = clock;
        this.hot = hot;
        this.halved = clock.getAsLong();
    }

    /** Whether a key is among those that are contended. Costs next to nothing while none is. */
    boolean isHot(Object key) {
        if (counts.isEmpty()) {
            return false;
        }
        Integer count = counts.get(key);
        return count != null && count >> halvings() >= hot;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Somebody was in the way of somebody else. */
    synchronized void contended(Object key) {
        halve();
        Integer count = counts.get(key);
        if (count != null || counts.size() < MOST_KEYS) {
            counts.put(key, count == null ? 1 : count + 1);
        } else {
            counts.replaceAll((other, some) -> some - 1);
            forgetTheCold();
        }
    }

    private void halve() {
        int times = halvings();
        if (times > 0) {
            long now = clock.getAsLong();
            halved = now - (now - halved) % HALF_LIFE_NANOS;
            counts.replaceAll((key, count) -> count >> times);
            forgetTheCold();
        }
    }

    private void forgetTheCold() {
        counts.values().removeIf(count -> count == 0);
    }

    /** No more than an {@code int} can be shifted. */
    private int halvings() {
        return (int) Math.min((clock.getAsLong() - halved) / HALF_LIFE_NANOS, Integer.SIZE - 1);
    }

    /** A key and how often it was contended lately. */
    record Count(Object key, int count) {}

    /** The hottest first; at the same count in no order. */
    List<Count> hottest() {
        int halvings = halvings();
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue() >> halvings))
                .filter(count -> count.count >= hot)
                .sorted(Comparator.comparingInt(Count::count).reversed())
                .toList();
    }
}
