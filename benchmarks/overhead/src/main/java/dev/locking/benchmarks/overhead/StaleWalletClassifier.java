package dev.locking.benchmarks.overhead;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conflict on a known row, as a version check finds it: the engine takes the turn on that row before the next attempt. */
public final class StaleWalletClassifier implements FailureClassifier {

    private static final Classification CONFLICT =
            new Classification(Verdict.RE_EXECUTE, List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L)));

    @Override
    public @Nullable Classification classify(FailedAttempt attempt) {
        return attempt.failure() instanceof StaleWallet ? CONFLICT : null;
    }
}
