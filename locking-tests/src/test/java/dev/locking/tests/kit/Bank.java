package dev.locking.tests.kit;

import dev.locking.tests.databases.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Wallets and a journal in an empty schema of their own. */
public final class Bank implements AutoCloseable {

    private final SessionFactory factory;

    private Bank(SessionFactory factory) {
        this.factory = factory;
    }

    static Bank in(Database database) {
        return in(database, Map.of());
    }

    /** @param more settings, which go before those of the database */
    static Bank in(Database database, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.putAll(more);
        return with(settings);
    }

    static Bank on(DataSource dataSource) {
        return with(Map.of("hibernate.connection.datasource", dataSource));
    }

    /**
     * Builds a bank, and its tables.
     *
     * @param settings say where the database is, and go before the bank's own
     * @param more entities beside the bank's own
     */
    public static Bank with(Map<String, Object> settings, Class<?>... more) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Wallet.class)
                .addAnnotatedClass(Deposit.class)
                .addAnnotatedClass(Payment.class)
                .addAnnotatedClasses(more)
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.jdbc.batch_size", "20")
                .setProperty("hibernate.order_updates", "true")
                .setProperty("hibernate.connection.pool_size", "40")
                .setProperty("locking.ledger.create", "true");
        configuration.getProperties().putAll(settings);
        return new Bank(configuration.buildSessionFactory());
    }

    public SessionFactory factory() {
        return factory;
    }

    public Session currentSession() {
        return factory.getCurrentSession();
    }

    void open(long... walletIds) {
        inAnotherSession(session -> {
            for (long id : walletIds) {
                session.persist(new Wallet(id, 100));
            }
            return null;
        });
    }

    /** The change that the body of an attempt makes. */
    void credit(long walletId, long amount) {
        currentSession().find(Wallet.class, walletId).balance += amount;
    }

    /** The change that somebody else commits meanwhile. */
    void creditElsewhere(long walletId, long amount) {
        inAnotherSession(session -> session.find(Wallet.class, walletId).balance += amount);
    }

    long balance(long walletId) {
        return committed(walletId).balance;
    }

    Wallet committed(long walletId) {
        return inAnotherSession(session -> session.find(Wallet.class, walletId));
    }

    List<String> tokens() {
        return inAnotherSession(
                session -> session.createSelectionQuery("select token from Deposit order by token", String.class)
                        .getResultList());
    }

    public <T> T inAnotherSession(Function<Session, T> work) {
        return factory.fromTransaction(work);
    }

    @Override
    public void close() {
        factory.close();
    }
}
