package dev.locking.benchmarks;

import dev.locking.RetryOnConflict;
import org.hibernate.SessionFactory;

/** This library: one annotation with its defaults, woven at build time. */
final class OursLadder implements Strategy {

    private final SessionFactory sessions;

    OursLadder(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    @RetryOnConflict
    public void book(Deposit deposit) {
        deposit.bookIn(sessions.getCurrentSession());
    }
}
