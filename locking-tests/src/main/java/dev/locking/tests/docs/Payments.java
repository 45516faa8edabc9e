package dev.locking.tests.docs;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Methods that take turns. */
class Payments {

    private final SessionFactory sessions;

    Payments(SessionFactory sessions) {
        this.sessions = sessions;
    }

    // snippet: turns
    @RetryOnConflict
    @ExclusiveGroup("wallet")
    void transfer(@GroupKey long from, @GroupKey long to, long amount) { // takes its turn on both wallets
        session().find(Wallet.class, from).balance -= amount;
        session().find(Wallet.class, to).balance += amount;
    }

    @RetryOnConflict
    @ExclusiveGroup("wallet")
    void pay(@GroupKey("walletId") Payment payment) { // payment.walletId(), or getWalletId()
        session().find(Wallet.class, payment.walletId()).balance -= payment.amount();
    }
    // end

    private Session session() {
        return sessions.getCurrentSession();
    }
}
