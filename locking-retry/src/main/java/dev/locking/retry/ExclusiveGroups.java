package dev.locking.retry;

import dev.locking.GroupHolder;
import dev.locking.GroupPolicy;
import dev.locking.HeldTurn;
import dev.locking.Operation;
import dev.locking.retry.Locking.CallableBody;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive groups: who is inside, where they take the locks that hold across JVMs, and the programmatic way into one
 * without retries. Thread-safe.
 *
 * @since 0.1
 */
public final class ExclusiveGroups {

    private ExclusiveGroups() {}

    /**
     * Who has the turn on a key right now, before anything of it is committed. By the time the answer is used, the turn may
     * have been given back, or taken.
     *
     * <p>Of a group whose {@linkplain GroupPolicy#scope scope} is the cluster this JVM knows when the first call of it has run
     * here; from then on other JVMs are asked about too, by a query of the database. To ask before,
     * {@linkplain #holder(Operation, Object) name the operation}.
     *
     * @param group the group's name
     * @param key of the type that the calls use
     * @return empty if nobody has it, or if another JVM has it and its lock cannot tell, as those of the application
     * @throws IllegalArgumentException if the key is null or has no stable text
     * @throws RuntimeException if the database cannot be asked
     */
    public static Optional<GroupHolder> holder(String group, Object key) {
        return RetryEngine.standard().groups().holder(group, key);
    }

    /**
     * Who has the turn on a key of an operation's group right now, as {@link #holder(String, Object)}, in whatever JVM.
     *
     * @param operation which is in a group
     * @param key of the type that the calls use
     * @return empty if nobody has it, or if another JVM has it and its lock cannot tell, as those of the application
     * @throws IllegalArgumentException if the operation is in no group, or the key is null or has no stable text
     * @throws RuntimeException if the database cannot be asked
     */
    public static Optional<GroupHolder> holder(Operation operation, Object key) {
        Locking.requireGroup(operation);
        Operation configured = Locking.configured(operation);
        return configured.group() == null
                ? Optional.empty()
                : RetryEngine.standard().groups().holder(configured, key);
    }

    /**
     * Who has turns right now, in this JVM. For a report; it takes no lock and asks no database.
     *
     * @return in no order
     */
    public static List<HeldTurn> held() {
        return RetryEngine.standard().groups().held();
    }

    /**
     * How many keys of a group are with somebody in this JVM right now.
     *
     * @param group the group's name
     * @return 0 for a group that nobody uses
     */
    public static int active(String group) {
        return RetryEngine.standard().active(group);
    }

    /**
     * How many calls of this JVM wait for a key of a group right now; one that wants several waits for one after the other.
     *
     * @param group the group's name
     * @return 0 for a group that nobody uses
     */
    public static int queued(String group) {
        return RetryEngine.standard().queued(group);
    }

    /**
     * Supplies the locks of groups whose {@linkplain GroupPolicy#scope scope} is the cluster, instead of the database's. Call
     * it before the first call of such a group, in every JVM with locks of the same engine:
     *
     * <pre>{@code ExclusiveGroups.clusterLocks(name -> redisson.getFairLock("locking/" + name));}</pre>
     *
     * <p>A lock is taken and given back by the same thread, by {@code tryLock(time, unit)} and {@code unlock}; by
     * one thread of this JVM at a time. It is lost if its lease ends while the call still runs, which costs a conflict and no
     * update.
     *
     * @param locks gives the lock for a name, never null: of a group, a slash, and a key's text, the same in every JVM
     */
    public static void clusterLocks(Function<String, ? extends Lock> locks) {
        RetryEngine.standard().clusterScope().supply(locks);
    }

    /**
     * Runs a body once, in its turn, as a woven {@link dev.locking.ExclusiveGroup} method without
     * {@link dev.locking.RetryOnConflict} would.
     *
     * @param <T> what the body returns
     * @param <X> what the body throws besides unchecked exceptions
     * @param operation the name of the operation
     * @param group the group, and how to wait for the turn
     * @param groupKeys what the call is about; a collection or an array stands for its elements
     * @param body is run once
     * @return what the body returned
     * @throws X if the body throws it
     * @throws dev.locking.GroupBusyException if the turn could not be had; nothing was done
     * @throws IllegalArgumentException if a key is null or has no stable text
     */
    public static <T extends @Nullable Object, X extends Exception> T call(
            String operation, GroupPolicy group, List<?> groupKeys, CallableBody<T, X> body) throws X {
        try {
            Operation configured = Locking.configured(Operation.named(operation).group(group));
            return configured.group() == null
                    ? body.call()
                    : Locking.asReturned(RetryEngine.standard().executeInGroup(configured, groupKeys, body::call));
        } catch (Throwable failure) {
            throw Locking.<RuntimeException>asItCame(failure);
        }
    }
}
