package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.GroupBusyException;
import dev.locking.GroupHolder;
import dev.locking.GroupMode;
import dev.locking.GroupPolicy;
import dev.locking.GroupScope;
import dev.locking.HeldTurn;
import dev.locking.OnBusy;
import dev.locking.Operation;
import dev.locking.retry.KeyedLocks.Beyond;
import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.ClusterLockOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The exclusive groups. Thread-safe. */
final class Groups {

    private static final Logger LOG = Logger.getLogger(RetryEngine.class);

    private final KeyedLocks locks = new KeyedLocks();
    private final ClusterScope cluster;
    private final Heat heat;
    private final LongSupplier clock;
    private final Listeners listeners;

    /** @param heat is told of the keys that are contended */
    Groups(ClusterScope cluster, Heat heat, LongSupplier clock, Listeners listeners) {
        this.cluster = cluster;
        this.heat = heat;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** What is locked: a key, by its text, so that nothing of the application is kept or asked for equality. */
    record GroupLock(String group, String key) {}

    /** The right to run. */
    final class Turn implements AutoCloseable {

        private final Held held;
        private final List<GroupLock> wanted;
        private final Operation operation;
        private final long waited;

        private Turn(Held held, List<GroupLock> wanted, Operation operation, long waited) {
            this.held = held;
            this.wanted = wanted;
            this.operation = operation;
            this.waited = waited;
        }

        /** The call met a conflict: those to come should rather wait. */
        void contended() {
            wanted.forEach(heat::contended);
        }

        /** Lets the next one go; does nothing the second time. */
        void giveBack() {
            held.close();
        }

        /** At the end of the call. */
        @Override
        public void close() {
            giveBack();
            waited(operation, waited);
        }
    }

    void waited(Operation operation, long nanos) {
        listeners.onGroupWait(operation.name(), group(operation).name(), nanos);
    }

    private static GroupPolicy group(Operation operation) {
        return requireNonNull(operation.group());
    }

    private record Owner(String operation, String thread, long since) {}

    /**
     * Waits for the turn on all keys of a call; where only hot ones have turns, on these.
     *
     * @param operation which is in a group
     * @param wanted its {@link #locks}
     * @param waitNanos the longest wait; 0 or less where waiting would keep a connection
     * @return the turn
     * @throws GroupBusyException if it could not be had
     */
    Turn enter(Operation operation, List<GroupLock> wanted, long waitNanos) {
        GroupPolicy group = group(operation);
        List<GroupLock> needed = group.mode() == GroupMode.ALWAYS ? wanted : hot(wanted);
        noticeBusy(needed);
        boolean mayWait = waitNanos > 0;
        long started = clock.getAsLong();
        Owner owner = new Owner(operation.name(), Thread.currentThread().getName(), started);
        String refused = "the thread was interrupted while it waited for its turn";
        try {
            Beyond beyond = group.scope() == GroupScope.CLUSTER ? cluster.locks(operation) : null;
            Held held = locks.take(needed, waitNanos, clock, group.maxQueued() + 1, owner, beyond);
            if (held != null) {
                return new Turn(held, wanted, operation, listeners.areActive() ? clock.getAsLong() - started : 0);
            }
            refused = reason(group, mayWait, clock.getAsLong() - started);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waited(operation, clock.getAsLong() - started);
        throw busy(operation, needed, refused);
    }

    private void noticeBusy(List<GroupLock> needed) {
        for (GroupLock lock : needed) {
            if (locks.owner(lock) != null) {
                heat.contended(lock);
            }
        }
    }

    /** The longest wait of a call that may, or may not, wait. */
    static long patience(GroupPolicy group, boolean mayWait) {
        return mayWait && group.onBusy() == OnBusy.WAIT ? group.maxWait().toNanos() : 0;
    }

    private List<GroupLock> hot(List<GroupLock> wanted) {
        return wanted.stream().filter(heat::isHot).toList();
    }

    /** Whether calls of the group that want one key, and nothing else, take turns on it, and the caller has none yet. */
    boolean isToBeShared(GroupPolicy group, List<GroupLock> wanted) {
        return wanted.size() == 1
                && (group.mode() == GroupMode.ALWAYS || heat.isHot(wanted.get(0)))
                && !locks.isHeldByCaller(wanted.get(0));
    }

    private static String reason(GroupPolicy group, boolean mayWait, long waited) {
        if (group.onBusy() == OnBusy.FAIL) {
            return "the turn is taken, and onBusy = FAIL";
        }
        if (!mayWait) {
            return "the turn is taken, and inside an active transaction nobody waits for it, since a connection would wait"
                    + " too; call it outside of the transaction";
        }
        return waited < group.maxWait().toNanos()
                ? "maxQueued = " + group.maxQueued() + " others wait already"
                : "its turn did not come within maxWait = " + group.maxWait();
    }

    GroupBusyException busy(Operation operation, List<GroupLock> wanted, String reason) {
        GroupHolder holder = holder(operation, wanted);
        String has = holder == null ? "" : "; it is with " + holder;
        return new GroupBusyException(
                operation.name() + " did not run: it is in the exclusive group \""
                        + group(operation).name() + "\", and " + reason + has,
                operation.name(),
                group(operation).name(),
                holder);
    }

    /** The refusal does not depend on it. */
    private @Nullable GroupHolder holder(Operation operation, List<GroupLock> wanted) {
        try {
            for (GroupLock lock : wanted) {
                Optional<GroupHolder> holder = holder(operation, lock);
                if (holder.isPresent()) {
                    return holder.get();
                }
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "Who has the turn that %s did not get cannot be told", operation.name());
        }
        return null;
    }

    /** Who has the turn on a key right now; in other JVMs too, if calls of this one have taken turns with them. */
    Optional<GroupHolder> holder(String group, Object key) {
        GroupLock lock = new GroupLock(group, text(key, "ExclusiveGroups.holder"));
        return here(lock).or(() -> cluster.owner(lock).map(Groups::elsewhere));
    }

    /** Who has the turn on a key of the operation's group right now, in whatever JVM has part in it. */
    Optional<GroupHolder> holder(Operation operation, Object key) {
        return holder(operation, new GroupLock(group(operation).name(), text(key, "ExclusiveGroups.holder")));
    }

    private Optional<GroupHolder> holder(Operation operation, GroupLock lock) {
        Optional<GroupHolder> here = here(lock);
        return here.isPresent() || group(operation).scope() == GroupScope.JVM
                ? here
                : cluster.owner(lock, operation).map(Groups::elsewhere);
    }

    private Optional<GroupHolder> here(GroupLock lock) {
        return locks.owner(lock) instanceof Owner owner ? Optional.of(here(owner)) : Optional.empty();
    }

    private GroupHolder here(Owner owner) {
        return new GroupHolder(owner.operation, owner.thread, null, Duration.ofNanos(clock.getAsLong() - owner.since));
    }

    /** Who of this JVM has a turn right now, by group and key; in no order. */
    List<HeldTurn> held() {
        List<HeldTurn> held = new ArrayList<>();
        locks.owners().forEach((key, owner) -> {
            GroupLock lock = (GroupLock) key;
            held.add(new HeldTurn(lock.group, lock.key, here((Owner) owner)));
        });
        return held;
    }

    private static GroupHolder elsewhere(ClusterLockOwner owner) {
        return new GroupHolder(null, null, owner.name(), owner.age());
    }

    /** How many keys of a group are taken right now. */
    int taken(String group) {
        return locks.taken(isOf(group));
    }

    /** How many calls wait for a key of a group right now, each in the queue. */
    int waiting(String group) {
        return locks.waiting(isOf(group));
    }

    private static Predicate<Object> isOf(String group) {
        return key -> ((GroupLock) key).group.equals(group);
    }

    boolean isEmpty() {
        return locks.isEmpty();
    }

    /** How many have or wait for the turn on a key, for tests. */
    int users(String group, Object key) {
        return locks.users(new GroupLock(group, text(key, "test")));
    }

    /**
     * What a call locks, in the order of the keys' texts, which is the same for everybody.
     *
     * @param keys of the call; a collection or an array stands for its elements
     * @throws IllegalArgumentException if a key is null, or has no stable text
     */
    static List<GroupLock> locks(GroupPolicy group, List<?> keys, String operation) {
        SortedSet<String> texts = new TreeSet<>();
        keys.forEach(key -> elements(key).forEach(element -> texts.add(text(element, operation))));
        List<GroupLock> locks = new ArrayList<>(texts.size());
        texts.forEach(text -> locks.add(new GroupLock(group.name(), text)));
        return locks;
    }

    private static Collection<?> elements(@Nullable Object key) {
        if (key instanceof Collection<?> several) {
            return several;
        }
        return key != null && key.getClass().isArray() && !(key instanceof byte[])
                ? StableText.elements(key)
                : Collections.singletonList(key);
    }

    private static String text(@Nullable Object key, String operation) {
        if (key == null) {
            throw new IllegalArgumentException(operation
                    + ": a key of its exclusive group is null. Pass one that tells what" + " the call is about.");
        }
        try {
            return StableText.shortOf(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    operation + ": a key of its exclusive group cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
