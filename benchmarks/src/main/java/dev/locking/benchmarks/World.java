package dev.locking.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/** The wallets, and the pool and the sessions to reach them, set up as an application does it. */
final class World implements AutoCloseable {

    /** Their ids are 1 to this. */
    static final int WALLETS = 1_000;

    private final HikariDataSource pool;
    private final SessionFactory sessions;

    World(Server server, int threads) {
        pool = new HikariDataSource(poolConfig(server, threads));
        sessions = new HibernatePersistenceConfiguration("lab")
                .managedClasses(Wallet.class)
                .schemaToolingAction(Action.CREATE)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .createEntityManagerFactory();
        sessions.inTransaction(
                session -> LongStream.rangeClosed(1, WALLETS).forEach(id -> session.persist(new Wallet(id))));
    }

    private static HikariConfig poolConfig(Server server, int threads) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url());
        // One for every thread: this is about waiting for a row, not for a connection.
        config.setMaximumPoolSize(threads + 2);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        return config;
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

    /** Takes away the dead row versions, so that no strategy finds those of the one before. */
    void vacuum() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("vacuum wallet");
            }
        }
    }

    @Override
    public void close() {
        try (pool) {
            sessions.close();
        }
    }
}
