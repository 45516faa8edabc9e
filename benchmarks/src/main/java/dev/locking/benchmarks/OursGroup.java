package dev.locking.benchmarks;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library with one annotation more: deposits into the same wallet take turns, before they borrow a connection. */
final class OursGroup implements Strategy {

    private final SessionFactory sessions;

    OursGroup(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup("wallet")
    public void book(@GroupKey("walletId") Deposit deposit) {
        deposit.bookIn(sessions.getCurrentSession());
    }
}
