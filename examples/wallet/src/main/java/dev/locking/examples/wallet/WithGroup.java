package dev.locking.examples.wallet;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library with one annotation more: deposits into the same wallet take turns, before they borrow a connection. */
final class WithGroup implements Deposits {

    private final SessionFactory sessions;

    WithGroup(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    @ExclusiveGroup("wallet")
    public void deposit(@GroupKey("walletId") Payment payment) {
        payment.bookIn(sessions.getCurrentSession());
    }
}
