package dev.locking.benchmarks;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library: deposits into the same wallet that wait for their turn share one transaction and one UPDATE. */
final class OursCombine implements Strategy {

    private final SessionFactory sessions;

    OursCombine(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = "wallet-combine", combine = 100)
    public void book(@GroupKey("walletId") Deposit deposit) {
        deposit.bookIn(sessions.getCurrentSession());
    }
}
