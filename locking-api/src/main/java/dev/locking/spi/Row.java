package dev.locking.spi;

/**
 * A row, as an entity.
 *
 * @param entityName the entity's name
 * @param id its identifier, which must have {@code equals} and {@code hashCode}
 */
public record Row(String entityName, Object id) {}
