package dev.locking;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that clashed.
 *
 * @param kind what happened
 * @param entityName the entity's name, or null where it is not known
 * @param id the entity's identifier, or null where it is not known
 * @param baseVersion the version that the attempt had read, or that came with an instance from outside; null where it is not
 *     known, or the entity has none
 * @param currentVersion the version that was committed when the conflict was looked into, which may be newer than the one
 *     that won; null where it is not known, the entity has none, or the row is {@linkplain ConflictKind#GONE gone}
 * @param changes what both sides did to the row's attributes, in the order of the mapping; empty if the attempt had not
 *     changed the row, or that could not be found out
 * @param modification who changed the row last, if an attribute of it says so and the attempt had changed the row
 * @since 0.1
 */
public record Conflict(
        ConflictKind kind,
        @Nullable String entityName,
        @Nullable Object id,
        @Nullable Object baseVersion,
        @Nullable Object currentVersion,
        List<AttributeChange> changes,
        Modification modification) {

    private static final int MOST_NAMES = 10;

    /** Copies the changes. */
    public Conflict {
        changes = List.copyOf(changes);
    }

    /**
     * A conflict of which no attribute is known.
     *
     * @param kind what happened
     * @param entityName the entity's name, or null where it is not known
     * @param id the entity's identifier, or null where it is not known
     * @param baseVersion the version that the attempt had read, or null where it is not known
     * @param currentVersion the version that is committed now, or null where it is not known
     */
    public Conflict(
            ConflictKind kind,
            @Nullable String entityName,
            @Nullable Object id,
            @Nullable Object baseVersion,
            @Nullable Object currentVersion) {
        this(kind, entityName, id, baseVersion, currentVersion, List.of(), Modification.UNKNOWN);
    }

    /**
     * A conflict whose versions are not known.
     *
     * @param kind what happened
     * @param entityName the entity's name, or null where it is not known
     * @param id the entity's identifier, or null where it is not known
     */
    public Conflict(ConflictKind kind, @Nullable String entityName, @Nullable Object id) {
        this(kind, entityName, id, null, null);
    }

    /**
     * The same, as another kind.
     *
     * @param other the kind
     * @return a conflict with the same row and changes
     */
    public Conflict as(ConflictKind other) {
        return new Conflict(other, entityName, id, baseVersion, currentVersion, changes, modification);
    }

    /**
     * Who changed the row last.
     *
     * @return the value of the attribute that says so, or null
     */
    public @Nullable Object modifiedBy() {
        return modification.by();
    }

    /**
     * When the row was changed last.
     *
     * @return the value of the attribute that says so, or null
     */
    public @Nullable Object modifiedAt() {
        return modification.at();
    }

    /**
     * Whether both sides changed attributes of the row, and none of them the same one to different values: a merge would have
     * kept both changes, and so would {@code @OptimisticLock(excluded = true)} on attributes that need no check.
     *
     * @return false also where the changes are not all known
     */
    public boolean isFalseConflict() {
        return any(change -> change.kind() == ChangeKind.MINE)
                && any(change -> change.kind() == ChangeKind.THEIRS)
                && !any(Conflict::mayOverlap);
    }

    private static boolean mayOverlap(AttributeChange change) {
        return switch (change.kind()) {
            case MINE, THEIRS, BOTH_ALIKE -> false;
            case OVERLAPPING, MINE_DELETED, BASE_UNKNOWN, THEIRS_UNKNOWN -> true;
        };
    }

    private boolean any(Predicate<AttributeChange> condition) {
        return changes.stream().anyMatch(condition);
    }

    /** Kind, entity, identifier, versions and the names of attributes, as far as they are known; never an attribute's value. */
    @Override
    public String toString() {
        return kind
                + (entityName == null
                        ? ""
                        : " on " + entityName + (id == null ? "" : " " + SafeText.of(id, "(whose id cannot be shown)")))
                + versions()
                + attributes();
    }

    private String versions() {
        if (baseVersion == null) {
            return "";
        }
        boolean gone = kind == ConflictKind.GONE || kind == ConflictKind.PARENT_GONE;
        String now = gone ? ", now gone" : currentVersion == null ? "" : ", now " + currentVersion;
        return " (version " + baseVersion + now + ")";
    }

    private String attributes() {
        if (any(AttributeChange::overlapping)) {
            return ", both changed " + names(AttributeChange::overlapping);
        }
        if (isFalseConflict()) {
            return ", though nothing was changed by both (here "
                    + names(change -> change.kind() == ChangeKind.MINE) + ", there "
                    + names(change -> change.kind() == ChangeKind.THEIRS) + ")";
        }
        return "";
    }

    private String names(Predicate<AttributeChange> which) {
        List<String> names =
                changes.stream().filter(which).map(AttributeChange::name).toList();
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
