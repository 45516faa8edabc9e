package dev.locking.tests.docs;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.GroupScope;
import dev.locking.RetryOnConflict;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Methods with settings of their own. */
class Accounts {

    private final SessionFactory sessions;

    Accounts(SessionFactory sessions) {
        this.sessions = sessions;
    }

    // snippet: named-policy
    @RetryOnConflict(policy = "patient", jitter = 0.5)
    void close(long accountId) {
        session().find(Account.class, accountId).closed = true;
    }
    // end

    // snippet: cluster
    @RetryOnConflict
    @ExclusiveGroup(value = "account", scope = GroupScope.CLUSTER)
    void deposit(@GroupKey long accountId, long amount) {
        session().find(Account.class, accountId).balance += amount;
    }
    // end

    @RetryOnConflict(maxRetries = 0)
    void handOver(long accountId, String currency, String owner) {
        Account account = session().find(Account.class, accountId);
        account.currency = currency;
        account.owner = owner;
    }

    private Session session() {
        return sessions.getCurrentSession();
    }
}
