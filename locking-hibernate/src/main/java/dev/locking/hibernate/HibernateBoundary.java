package dev.locking.hibernate;

import dev.locking.spi.TransactionBoundary;

/** A boundary whose attempts are sessions of Hibernate, whoever begins and ends their transactions. */
public interface HibernateBoundary extends TransactionBoundary {

    /**
     * What the boundary shares with all others of its {@code SessionFactory}.
     *
     * @return always the same instance
     */
    SessionAttempts attempts();
}
