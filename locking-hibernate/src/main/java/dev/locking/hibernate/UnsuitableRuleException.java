package dev.locking.hibernate;

import org.jspecify.annotations.Nullable;

/** An {@link dev.locking.OnConflict} that cannot work. The message names entity, attribute and what would be right. */
final class UnsuitableRuleException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnsuitableRuleException(String message, @Nullable Exception cause) {
        super(message, cause);
    }
}
