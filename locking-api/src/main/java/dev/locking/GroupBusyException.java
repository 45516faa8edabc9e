package dev.locking;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@link ExclusiveGroup} did not get its turn, and did not run. Nothing was done. The message names the group,
 * the reason, and who has the turn, and never the key.
 *
 * @since 0.1
 */
public class GroupBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String operation;
    private final String group;
    private final transient @Nullable GroupHolder holder;

    /**
     * Only the engine creates instances.
     *
     * @param message one sentence for a person
     * @param operation the operation that did not run
     * @param group the group's name
     * @param holder who has the turn, or null if it has just been given back
     */
    public GroupBusyException(String message, String operation, String group, @Nullable GroupHolder holder) {
        super(message);
        this.operation = operation;
        this.group = group;
        this.holder = holder;
    }

    public String operation() {
        return operation;
    }

    public String group() {
        return group;
    }

    /**
     * Who had the turn.
     *
     * @return empty if it was given back meanwhile, and after deserialization
     */
    public Optional<GroupHolder> holder() {
        return Optional.ofNullable(holder);
    }
}
