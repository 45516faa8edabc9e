package dev.locking.benchmarks;

import dev.locking.CombineFlush;
import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library: deposits into the same wallet that wait for their turn share one transaction, each with its own UPDATE. */
final class OursCombineFlush implements Strategy {

    private final SessionFactory sessions;

    OursCombineFlush(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = "wallet-combine-flush", combine = 100, combineFlush = CombineFlush.EACH)
    public void book(@GroupKey("walletId") Deposit deposit) {
        deposit.bookIn(sessions.getCurrentSession());
    }
}
