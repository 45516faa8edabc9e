package dev.locking;

import org.jspecify.annotations.Nullable;

/**
 * One thing that clashed.
 *
 * @param kind what happened
 * @param entityName the entity's name, or null where the failure does not say
 * @param id the entity's identifier, or null where the failure does not say
 * @since 0.1
 */
public record Conflict(
        ConflictKind kind,
        @Nullable String entityName,
        @Nullable Object id) {

    @Override
    public String toString() {
        return kind + (entityName == null ? "" : " on " + entityName + (id == null ? "" : " " + id));
    }
}
