package dev.locking.hibernate;

import jakarta.persistence.PersistenceException;

/** A row that the attempt has locked was to be written in another transaction, which would wait until the attempt ends. */
final class SelfDeadlockException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    SelfDeadlockException(String entityName, Object id) {
        super("Inside of an attempt, a transaction of its own (REQUIRES_NEW and the like) writes " + entityName + " "
                + id
                + ", which the attempt has locked because an earlier one lost on it: the two would wait for each other for ever."
                + " Write it in the attempt's transaction, or in Attempt.current().afterCommit(...).");
    }
}
