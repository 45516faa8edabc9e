package dev.locking.spi;

import dev.locking.Conflict;
import java.util.List;

/**
 * What a failure is.
 *
 * @param verdict what to do with it
 * @param conflicts what clashed; not empty for {@link Verdict#RE_EXECUTE},
 *     {@link Verdict#IF_DECLARED} and {@link Verdict#SURFACE}
 */
public record Classification(Verdict verdict, List<Conflict> conflicts) {

    /** Copies the conflicts. */
    public Classification {
        conflicts = List.copyOf(conflicts);
    }
}
