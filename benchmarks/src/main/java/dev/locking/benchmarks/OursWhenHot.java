package dev.locking.benchmarks;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.GroupMode;
import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library: deposits into a wallet that is hot take turns, before they borrow a connection; others run at once. */
final class OursWhenHot implements Strategy {

    private final SessionFactory sessions;

    OursWhenHot(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup(value = "wallet-when-hot", mode = GroupMode.WHEN_HOT)
    public void book(@GroupKey("walletId") Deposit deposit) {
        deposit.bookIn(sessions.getCurrentSession());
    }
}
