package dev.locking.tests.docs;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.GroupMode;
import dev.locking.RetryOnConflict;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Rows that many calls change. */
class HotWallets {

    private final SessionFactory sessions;

    HotWallets(SessionFactory sessions) {
        this.sessions = sessions;
    }

    // snippet: when-hot
    @RetryOnConflict
    @ExclusiveGroup(value = "wallet", mode = GroupMode.WHEN_HOT)
    void pay(@GroupKey long walletId, long amount) {
        session().find(Wallet.class, walletId).balance -= amount;
    }
    // end

    // snippet: combine
    @RetryOnConflict
    @ExclusiveGroup(value = "wallet", combine = 100)
    void deposit(@GroupKey long walletId, long amount) {
        session().find(Wallet.class, walletId).balance += amount;
    }
    // end

    private Session session() {
        return sessions.getCurrentSession();
    }
}
