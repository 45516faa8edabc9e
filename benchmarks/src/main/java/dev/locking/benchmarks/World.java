package dev.locking.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.locking.retry.LockingSettings;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/**
 * The wallets, and the pool and the sessions to reach them, set up as an application does it. Where the callers are divided
 * among JVMs, the groups of this library have the cluster as their scope.
 */
final class World implements AutoCloseable {

    /** Their ids are 1 to this. */
    static final int WALLETS = 1_000;

    private static final int SPARE = 2;

    /** What locks across JVMs need at most: a shared one, and the default of {@code locking.group.connections}. */
    private static final int FOR_LOCKS = 5;

    private final Database database;
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    private World(String url, Clients clients, Action schema) {
        LockingSettings.standard().set("locking.group.scope", clients.areDivided() ? "cluster" : "jvm");
        database = Database.of(url);
        pool = new HikariDataSource(poolConfig(url, clients));
        sessions = new HibernatePersistenceConfiguration("lab")
                .managedClasses(Wallet.class)
                .schemaToolingAction(schema)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .createEntityManagerFactory();
    }

    /** With new wallets. */
    static World create(String url, Clients clients) {
        World world = new World(url, clients, Action.CREATE);
        world.sessions.inTransaction(
                session -> LongStream.rangeClosed(1, WALLETS).forEach(id -> session.persist(new Wallet(id))));
        return world;
    }

    /** With the wallets that another JVM has created. */
    static World join(String url, Clients clients) {
        return new World(url, clients, Action.NONE);
    }

    private static HikariConfig poolConfig(String url, Clients clients) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        // One for every thread: this is about waiting for a row, not for a connection.
        config.setMaximumPoolSize(clients.mostOfOneJvm() + connectionsBeside(clients));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        return config;
    }

    /** How many connections there are in each JVM besides one for every thread. */
    static int connectionsBeside(Clients clients) {
        return SPARE + (clients.areDivided() ? FOR_LOCKS : 0);
    }

    Database database() {
        return database;
    }

    SessionFactory sessions() {
        return sessions;
    }

    DataSource pool() {
        return pool;
    }

    /** All balances together. */
    long sum() {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select sum(balance) from Wallet", Long.class)
                        .getSingleResult());
    }

    @Override
    public void close() {
        try (pool) {
            sessions.close();
        }
    }
}
