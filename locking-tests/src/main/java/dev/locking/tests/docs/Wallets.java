package dev.locking.tests.docs;

import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

// snippet: method
class Wallets {

    private final SessionFactory sessions;

    Wallets(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @RetryOnConflict
    void deposit(long walletId, long amount) { // one transaction, repeated as a whole
        sessions.getCurrentSession().find(Wallet.class, walletId).balance += amount;
    }
}
// end
