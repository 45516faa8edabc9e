package dev.locking.hibernate;

import dev.locking.Conflict;
import java.util.List;

/** Changes of a lost attempt cannot be merged with what others have changed. Becomes what the caller gets, as its cause. */
final class UnmergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Conflict> conflicts;

    UnmergedException(List<Conflict> conflicts) {
        super("The changes of an earlier attempt cannot be merged with what was committed meanwhile");
        this.conflicts = List.copyOf(conflicts);
    }

    List<Conflict> conflicts() {
        return conflicts;
    }
}
