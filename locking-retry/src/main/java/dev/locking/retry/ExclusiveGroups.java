package dev.locking.retry;

import dev.locking.GroupHolder;
import dev.locking.GroupPolicy;
import dev.locking.retry.Locking.CallableBody;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive groups of this JVM: who is inside, and the programmatic way into one without retries. Thread-safe.
 *
 * @since 0.1
 */
public final class ExclusiveGroups {

    private ExclusiveGroups() {}

    /**
     * Who has the turn on a key right now, before anything of it is committed. By the time the answer is used, the turn may
     * have been given back, or taken.
     *
     * @param group the group's name
     * @param key of the type that the calls use
     * @return empty if nobody has it
     * @throws IllegalArgumentException if the key is null or has no stable text
     */
    public static Optional<GroupHolder> holder(String group, Object key) {
        return RetryEngine.standard().groups().holder(group, key);
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
            return Locking.asReturned(RetryEngine.standard().executeInGroup(operation, group, groupKeys, body::call));
        } catch (Throwable failure) {
            throw Locking.<RuntimeException>asItCame(failure);
        }
    }
}
