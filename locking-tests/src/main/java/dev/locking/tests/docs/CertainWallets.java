package dev.locking.tests.docs;

import dev.locking.IdempotencyKey;
import dev.locking.RetryOnConflict;
import dev.locking.UnknownOutcome;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Methods of which a ledger knows whether they have committed. */
class CertainWallets {

    private final SessionFactory sessions;

    CertainWallets(SessionFactory sessions) {
        this.sessions = sessions;
    }

    // snippet: ledger
    @RetryOnConflict(outcome = UnknownOutcome.VERIFY)
    void deposit(long walletId, long amount) {
        session().find(Wallet.class, walletId).balance += amount;
    }

    @RetryOnConflict
    long transfer(@IdempotencyKey UUID requestId, long from, long to, long amount) {
        Wallet sender = session().find(Wallet.class, from);
        sender.balance -= amount;
        session().find(Wallet.class, to).balance += amount;
        return sender.balance; // what each call with this key returns
    }
    // end

    private Session session() {
        return sessions.getCurrentSession();
    }
}
