package dev.locking.benchmarks;

import dev.locking.Resolution;
import dev.locking.RetryOnConflict;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/**
 * Ways to run what changes a row, in a transaction. Nobody waits between attempts, since waits are not to be measured; a busy
 * machine gets the time that it needs.
 */
final class Form {

    private final SessionFactory sessions;

    Form(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Hibernate alone. */
    void bare(Consumer<Session> body) {
        sessions.inTransaction(body);
    }

    /** By hand, once more if it is lost. */
    void bareAgain(Consumer<Session> body) {
        try {
            bare(body);
        } catch (OptimisticLockException | RollbackException e) {
            bare(body);
        }
    }

    @RetryOnConflict(delay = "0ms", maxDuration = "1m")
    void reExecuted(Consumer<Session> body) {
        body.accept(sessions.getCurrentSession());
    }

    @RetryOnConflict(delay = "0ms", maxDuration = "1m", resolution = Resolution.REAPPLY)
    void reapplied(Consumer<Session> body) {
        body.accept(sessions.getCurrentSession());
    }
}
