package dev.locking.spring;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What bodies do with wallets, and what others do to them meanwhile, on connections of their own. */
class Bank {

    static final long WALLET = 1;

    private final EntityManager entities;
    private final SessionFactory factory;
    private final Trace trace;
    private int attempts;
    private int losing;

    Bank(EntityManager entities, EntityManagerFactory factory, Trace trace) {
        this.entities = entities;
        this.factory = factory.unwrap(SessionFactory.class);
        this.trace = trace;
    }

    /** Empties the trace, fills the wallet with 100, and lets the first attempts to come lose. */
    void open(int losing) {
        this.losing = losing;
        attempts = 0;
        elsewhere(session -> {
            session.createMutationQuery("delete from Wallet").executeUpdate();
            for (long id = WALLET; id < WALLET + 5; id++) {
                session.persist(new Wallet(id, 100));
            }
        });
        trace.clear();
    }

    /** A body. Attempt n loses on wallet n, since an execution locks what it has lost on before. */
    void deposit() {
        attempts++;
        trace.add(TransactionSynchronizationManager.isActualTransactionActive() ? "attempt" : "no transaction");
        entities.find(Wallet.class, WALLET).balance += 50;
        if (attempts <= losing) {
            entities.find(Wallet.class, (long) attempts).balance += 1;
            long lost = attempts;
            elsewhere(session -> session.find(Wallet.class, lost).balance += 7);
        }
    }

    EntityManager entities() {
        return entities;
    }

    void flush() {
        entities.flush();
    }

    Trace trace() {
        return trace;
    }

    int attempts() {
        return attempts;
    }

    long balance() {
        return factory.fromTransaction(session -> session.find(Wallet.class, WALLET)).balance;
    }

    final void elsewhere(Consumer<Session> work) {
        factory.inTransaction(work);
    }
}
