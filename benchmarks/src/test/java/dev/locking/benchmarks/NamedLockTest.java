package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

class NamedLockTest {

    /** A pool often gives the thread the same connection again, and so hides that it was given back too early. */
    @Test
    void theLockIsGivenBackOnTheConnectionThatHasItEvenIfNoConnectionIsEverGivenTwice() throws Exception {
        try (Server server = Servers.start(Database.MARIADB);
                SessionFactory sessions = sessions(server)) {
            sessions.inTransaction(session -> session.persist(new Wallet(1)));
            Deposit deposit = new Deposit(1, Duration.ZERO);

            new NamedLock(sessions).book(deposit);

            assertThat(deposit.attempts()).isEqualTo(1);
            assertThat(sessions.<String>fromSession(
                            session -> session.find(Wallet.class, 1).toString()))
                    .isEqualTo("wallet 1 with 1 at version 1");
        }
    }

    private static SessionFactory sessions(Server server) throws SQLException {
        return new HibernatePersistenceConfiguration("named-lock")
                .managedClasses(Wallet.class)
                .schemaToolingAction(Action.CREATE)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, new MariaDbDataSource(server.url()))
                .createEntityManagerFactory();
    }
}
