package dev.locking.hibernate;

import jakarta.persistence.PersistenceException;

/** An entity instance that a failed attempt has changed was to be written again. */
final class SpentInstanceException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final String entityName;
    private final transient Object id;

    SpentInstanceException(String entityName, Object id) {
        super("This instance of " + entityName
                + " was changed by an attempt that failed, and its version may be that of a"
                + " change that was rolled back: writing it could overwrite somebody else's. It was passed into the method or"
                + " kept outside of it. Load or create it inside, so that each attempt has its own.");
        this.entityName = entityName;
        this.id = id;
    }

    String entityName() {
        return entityName;
    }

    Object id() {
        return id;
    }
}
