package dev.locking;

import org.jspecify.annotations.Nullable;

/**
 * What became of one attribute of an entity that clashed: its value as it was read, as the failed attempt changed it, and as
 * it was committed when the conflict was looked into. Values are copies. An association is its identifier; a collection is
 * a list of its elements, or a map; an embeddable is one attribute for each of its own ones.
 *
 * <p>Values are for the program. No text of this library shows them unless the attribute is {@link ShownInReports}.
 *
 * @param name the attribute's name, inside an embeddable its path, such as {@code address.city}
 * @param kind who changed it, and which of the values are not known
 * @param base the value as it was read; null also if it is not known ({@link ChangeKind#BASE_UNKNOWN})
 * @param mine the value that the failed attempt was about to write; null also if it deletes the row
 *     ({@link ChangeKind#MINE_DELETED})
 * @param theirs the committed value, which may be newer than the one that won; null also if it is not known
 *     ({@link ChangeKind#THEIRS_UNKNOWN})
 * @param shown whether texts may show the values
 * @since 0.1
 */
public record AttributeChange(
        String name,
        ChangeKind kind,
        @Nullable Object base,
        @Nullable Object mine,
        @Nullable Object theirs,
        boolean shown) {

    /**
     * Whether both sides changed the attribute to different values. An attempt that deletes a row changes all its attributes.
     *
     * @return false for an attribute that only one side changed, or both to the same value, or where that is not known
     */
    public boolean overlapping() {
        return kind == ChangeKind.OVERLAPPING || kind == ChangeKind.MINE_DELETED;
    }

    /** Name and kind; the values that are known only where they may be {@linkplain #shown shown}. */
    @Override
    public String toString() {
        return name + " " + kind + (shown ? values() : "");
    }

    private String values() {
        return " (base " + text(base, ChangeKind.BASE_UNKNOWN)
                + ", mine " + text(mine, ChangeKind.MINE_DELETED)
                + ", theirs " + text(theirs, ChangeKind.THEIRS_UNKNOWN) + ")";
    }

    private String text(@Nullable Object value, ChangeKind absent) {
        return kind == absent ? "absent" : SafeText.of(value);
    }
}
