package dev.locking.hibernate;

import jakarta.persistence.RollbackException;

/** A body returned normally although its transaction can only be rolled back. */
final class SwallowedConflictException extends RollbackException {

    private static final long serialVersionUID = 1L;

    SwallowedConflictException() {
        super(
                "The method returned normally, but its transaction was marked for rollback and nothing of it was committed:"
                        + " an exception of Hibernate was caught inside the method. Let it out of the method.");
    }
}
