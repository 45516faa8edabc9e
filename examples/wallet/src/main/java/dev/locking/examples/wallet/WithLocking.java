package dev.locking.examples.wallet;

import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library: one annotation with its defaults. The method is the transaction, and is repeated as a whole. */
final class WithLocking implements Deposits {

    private final SessionFactory sessions;

    WithLocking(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    public void deposit(Payment payment) {
        payment.bookIn(sessions.getCurrentSession());
    }
}
