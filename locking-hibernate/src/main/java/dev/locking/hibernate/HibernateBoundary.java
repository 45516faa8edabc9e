package dev.locking.hibernate;

import dev.locking.spi.Body;
import dev.locking.spi.TransactionBoundary;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/** A boundary whose attempts are sessions of Hibernate, whoever begins and ends their transactions. */
public interface HibernateBoundary extends TransactionBoundary {

    /**
     * What the boundary shares with all others of its {@code SessionFactory}.
     *
     * @return always the same instance
     */
    SessionAttempts attempts();

    /**
     * The session of the transaction that is active on the calling thread.
     *
     * @return Hibernate's own, or a proxy of it
     */
    Session currentSession();

    @Override
    default void flush() {
        currentSession().flush();
    }

    @Override
    default Body reapply(@Nullable Object returned) {
        return attempts().reapply(returned);
    }

    @Override
    default void requireVersion(Class<?> entity, Object idOrInstance, Object expected) {
        Versions.requireRow(currentSession().unwrap(SessionImplementor.class), entity, idOrInstance, expected);
    }
}
