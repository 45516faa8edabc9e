package dev.locking.retry;

import dev.locking.spi.ClusterLock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Locks by key: first come, first served, handed over and not polled, re-entrant, and kept only while somebody needs them.
 * Who has one of this JVM may need another one that holds across JVMs; that one goes from hand to hand with it, so that one
 * thread of the JVM waits for it at a time. Thread-safe.
 */
final class KeyedLocks {

    /** How often a lock that holds across JVMs goes on within this one before others can have it. */
    static final int MOST_HANDED_ON = 16;

    private final ConcurrentMap<Object, Queue> queues = new ConcurrentHashMap<>();

    private static final class Queue {

        final Object key;
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
        volatile @Nullable Object owner;

        /** Touched by who has the lock, and by the last who leaves. */
        private @Nullable ClusterLock beyond;

        private int handedOn;

        Queue(Object key) {
            this.key = key;
        }

        boolean reach(Beyond across, long nanos) throws InterruptedException {
            if (beyond == null) {
                beyond = across.acquire(key, nanos);
                handedOn = 0;
            }
            return beyond != null;
        }

        void handOnOrRelease() {
            boolean handOn = beyond != null
                    && !beyond.isBoundToThread()
                    && lock.hasQueuedThreads()
                    && ++handedOn < MOST_HANDED_ON;
            if (!handOn) {
                releaseBeyond();
            }
        }

        void releaseBeyond() {
            if (beyond != null) {
                beyond.release();
                beyond = null;
            }
        }
    }

    /** Locks that hold across JVMs. */
    @FunctionalInterface
    interface Beyond {

        /** Null if the time is up. */
        @Nullable
        ClusterLock acquire(Object key, long nanos) throws InterruptedException;
    }

    /** Several locks together. Given back by the thread that took them. */
    final class Held implements AutoCloseable {

        private final List<Queue> taken = new ArrayList<>(2);

        /** Key by key, so that whoever is handed a lock of the cluster needs no lower one. */
        private boolean takeAll(
                Collection<?> keys,
                long nanos,
                LongSupplier clock,
                int mostUsers,
                Object owner,
                @Nullable Beyond beyond)
                throws InterruptedException {
            boolean isOneWait = keys.size() == 1 && beyond == null;
            long deadline = isOneWait ? 0 : clock.getAsLong() + nanos;
            for (Object key : keys) {
                Queue queue = take(key, isOneWait ? nanos : deadline - clock.getAsLong(), mostUsers);
                if (queue == null || (beyond != null && !queue.reach(beyond, deadline - clock.getAsLong()))) {
                    return false;
                }
                own(queue, owner);
            }
            return true;
        }

        private @Nullable Queue take(Object key, long nanos, int mostUsers) throws InterruptedException {
            Queue queue = enter(key, mostUsers);
            if (queue == null) {
                return null;
            }
            boolean mine = false;
            try {
                mine = queue.lock.tryLock(nanos, TimeUnit.NANOSECONDS);
            } finally {
                if (mine) {
                    taken.add(queue);
                } else {
                    leave(queue);
                }
            }
            return mine ? queue : null;
        }

        private static void own(Queue queue, Object owner) {
            if (queue.lock.getHoldCount() == 1) {
                queue.owner = owner;
            }
        }

        /**
         * Takes a further lock that is free and waited for by nobody. Never waits, so that no order need be kept.
         *
         * @return false if it is not free
         */
        boolean takeAtOnce(Object key, Object owner) {
            try {
                Queue queue = take(key, 0, Integer.MAX_VALUE);
                if (queue != null) {
                    own(queue, owner);
                }
                return queue != null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Does nothing the second time. */
        @Override
        public void close() {
            for (Queue queue : taken) {
                giveBack(queue);
                leave(queue);
            }
            taken.clear();
        }

        private void giveBack(Queue queue) {
            if (queue.lock.getHoldCount() == 1) {
                queue.owner = null;
                queue.handOnOrRelease();
            }
            queue.lock.unlock();
        }
    }

    /**
     * Waits until the calling thread has the locks of all keys.
     *
     * @param keys in an order that is the same for everybody
     * @param nanos the longest wait; 0 or less takes what is free and waited for by nobody
     * @param clock monotonic, in nanoseconds
     * @param mostUsers how many may have and wait for one key together
     * @param owner is told to those who ask who has the lock
     * @param beyond where the locks that hold across JVMs are, or null if these will do
     * @return the locks, or null if the time is up, or if somebody more would have to wait than may
     * @throws InterruptedException if interrupted before or while waiting; nothing is taken then
     */
    @Nullable
    Held take(Collection<?> keys, long nanos, LongSupplier clock, int mostUsers, Object owner, @Nullable Beyond beyond)
            throws InterruptedException {
        Held held = new Held();
        boolean complete = false;
        try {
            complete = held.takeAll(keys, nanos, clock, mostUsers, owner, beyond);
            return complete ? held : null;
        } finally {
            if (!complete) {
                held.close();
            }
        }
    }

    /** None yet. */
    Held none() {
        return new Held();
    }

    /** Null if there are enough already; who has the lock may always enter again. */
    private @Nullable Queue enter(Object key, int mostUsers) {
        boolean[] entered = {false};
        Queue result = queues.compute(key, (same, known) -> {
            Queue queue = known == null ? new Queue(key) : known;
            entered[0] = queue.users < mostUsers || queue.lock.isHeldByCurrentThread();
            if (entered[0]) {
                queue.users++;
            }
            return queue;
        });
        return entered[0] ? result : null;
    }

    /** What was handed on to somebody whose patience ended meanwhile is released by the last who leaves. */
    private void leave(Queue queue) {
        if (queues.computeIfPresent(queue.key, (key, same) -> --same.users > 0 ? same : null) == null) {
            queue.releaseBeyond();
        }
    }

    /** Of the one who has the lock now, if anybody has. */
    @Nullable
    Object owner(Object key) {
        Queue queue = queues.get(key);
        return queue == null ? null : queue.owner;
    }

    /** Of all keys that somebody has now. */
    Map<Object, Object> owners() {
        Map<Object, Object> owners = new HashMap<>();
        queues.forEach((key, queue) -> {
            Object owner = queue.owner;
            if (owner != null) {
                owners.put(key, owner);
            }
        });
        return owners;
    }

    boolean isHeldByCaller(Object key) {
        Queue queue = queues.get(key);
        return queue != null && queue.lock.isHeldByCurrentThread();
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    /** How many keys of some kind somebody has right now. */
    int taken(Predicate<Object> kind) {
        return sum(kind, queue -> queue.owner == null ? 0 : 1);
    }

    /** How many wait for keys of some kind right now; who has the lock of this JVM may still wait for one beyond. */
    int waiting(Predicate<Object> kind) {
        return sum(kind, queue -> queue.lock.getQueueLength() + (queue.lock.isLocked() && queue.owner == null ? 1 : 0));
    }

    private int sum(Predicate<Object> kind, ToIntFunction<Queue> count) {
        int sum = 0;
        for (Map.Entry<Object, Queue> entry : queues.entrySet()) {
            if (kind.test(entry.getKey())) {
                sum += count.applyAsInt(entry.getValue());
            }
        }
        return sum;
    }

    /** How many hold or wait for a key. */
    int users(Object key) {
        int[] users = {0};
        queues.computeIfPresent(key, (same, queue) -> {
            users[0] = queue.users;
            return queue;
        });
        return users[0];
    }
}
