package dev.locking.examples.wallet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/** The database with its wallets, set up as an application does it. Nothing here is about this library. */
final class Bank implements AutoCloseable {

    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final String product;

    private long lastWalletId;

    Bank(Settings settings) throws SQLException {
        pool = new HikariDataSource(poolConfig(settings));
        try (Connection connection = pool.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            product = database.getDatabaseProductName() + " "
                    + database.getDatabaseProductVersion().split("[ -]", 2)[0];
        }
        sessions = new HibernatePersistenceConfiguration("wallet")
                .managedClasses(Wallet.class, UnversionedWallet.class, Deposit.class, Profile.class)
                .schemaToolingAction(Action.CREATE_DROP)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                // The library would warn of the wallet without @Version, which is here to show what then gets lost.
                .property("locking.check", "off")
                .createEntityManagerFactory();
    }

    private static HikariConfig poolConfig(Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        // One for every thread: this is about waiting for a row, not for a connection.
        config.setMaximumPoolSize(settings.threads() + 2);
        // The default of PostgreSQL and H2; the REPEATABLE READ of MariaDB would answer a conflict with an error.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        return config;
    }

    SessionFactory sessions() {
        return sessions;
    }

    /** The database's name and version. */
    String product() {
        return product;
    }

    long openWallet(BigDecimal balance) {
        long id = ++lastWalletId;
        sessions.runInTransaction(entityManager -> entityManager.persist(new Wallet(id, "Carol", balance)));
        return id;
    }

    long openUnversionedWallet(BigDecimal balance) {
        long id = ++lastWalletId;
        sessions.runInTransaction(entityManager -> entityManager.persist(new UnversionedWallet(id, "Carol", balance)));
        return id;
    }

    BigDecimal balance(Class<? extends Account> accountType, long walletId) {
        return sessions.callInTransaction(
                entityManager -> entityManager.find(accountType, walletId).balance());
    }

    void openProfile(Profile profile) {
        sessions.runInTransaction(entityManager -> entityManager.persist(profile));
    }

    Profile profile(long walletId) {
        return sessions.callInTransaction(entityManager -> entityManager.find(Profile.class, walletId));
    }

    /** The tokens of all deposits in the journal of a wallet. */
    List<String> journal(long walletId) {
        return sessions.callInTransaction(entityManager -> entityManager
                .createQuery("select d.token from Deposit d where d.walletId = :wallet", String.class)
                .setParameter("wallet", walletId)
                .getResultList());
    }

    @Override
    public void close() {
        try (pool) {
            sessions.close();
        }
    }
}
