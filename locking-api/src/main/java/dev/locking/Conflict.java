package dev.locking;

import org.jspecify.annotations.Nullable;

/**
 * One thing that clashed.
 *
 * @param kind what happened
 * @param entityName the entity's name, or null where it is not known
 * @param id the entity's identifier, or null where it is not known
 * @param baseVersion the version that the attempt had read, or null where it is not known
 * @param currentVersion the version that was committed when the conflict was looked into, which may be newer than the one
 *     that won; null where it is not known, or the row is {@linkplain ConflictKind#GONE gone}
 * @since 0.1
 */
public record Conflict(
        ConflictKind kind,
        @Nullable String entityName,
        @Nullable Object id,
        @Nullable Object baseVersion,
        @Nullable Object currentVersion) {

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

    /** Kind, entity, identifier and versions, as far as they are known; never an attribute's value. */
    @Override
    public String toString() {
        return kind + (entityName == null ? "" : " on " + entityName + (id == null ? "" : " " + idText())) + versions();
    }

    /** An identifier's class may be the application's, and must not hide the conflict. */
    private String idText() {
        try {
            return String.valueOf(id);
        } catch (RuntimeException | StackOverflowError e) {
            return "(whose id cannot be shown)";
        }
    }

    private String versions() {
        if (baseVersion == null) {
            return "";
        }
        boolean gone = kind == ConflictKind.GONE || kind == ConflictKind.PARENT_GONE;
        String now = gone ? ", now gone" : currentVersion == null ? "" : ", now " + currentVersion;
        return " (version " + baseVersion + now + ")";
    }
}
