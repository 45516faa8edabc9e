package dev.locking;

/**
 * A row or a key of an exclusive group on which calls get in each other's way.
 *
 * @param kind what it is
 * @param name the entity's or the group's name
 * @param key the row's identifier, or the text of the key
 * @param operation which loses on the row, or empty for a key of a group
 * @param heat how often a call lost a conflict on it or found the turn taken, halved every second
 * @since 0.1
 */
public record Hotspot(Kind kind, String name, Object key, String operation, int heat) {

    /** What calls meet on. */
    public enum Kind {
        ROW,
        GROUP
    }
}
