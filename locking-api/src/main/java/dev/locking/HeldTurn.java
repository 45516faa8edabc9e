package dev.locking;

/**
 * A turn of an {@link ExclusiveGroup} that a call has.
 *
 * @param group the group's name
 * @param key the text of the key
 * @param holder who has it
 * @since 0.1
 */
public record HeldTurn(String group, String key, GroupHolder holder) {}
