package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.Locking;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

/** A driver that does not say what became of the statements of a batch, as MariaDB's with useBulkStmts. */
class NoBatchesTest {

    private static final String URL = "jdbc:h2:mem:nobatches;DB_CLOSE_DELAY=-1";

    private final ForgetfulDriver driver = new ForgetfulDriver(URL);

    private int attempts;

    @Test
    void aRetriedMethodSendsNoneAndLosesNothing() {
        driver.answerBatchesWith(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);
        try (SessionFactory factory = build()) {
            open(factory);

            Locking.run("deposit", () -> creditBothLosingTheFirst(factory.getCurrentSession()));

            assertThat(attempts).isEqualTo(2);
            assertThat(balance(factory, 1)).isEqualTo(50 + 7);
        }
    }

    /** That it is not something else which saves the change above. */
    @Test
    void otherCodeLosesItsChangeWithoutAWord() {
        driver.answerBatchesWith(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);
        try (SessionFactory factory = build()) {
            open(factory);

            factory.inTransaction(this::creditBothLosingTheFirst);

            assertThat(balance(factory, 1)).isEqualTo(7);
        }
    }

    private void creditBothLosingTheFirst(Session session) {
        session.find(Account.class, 0L).balance += 50;
        session.find(Account.class, 1L).balance += 50;
        if (++attempts == 1) {
            creditElsewhere();
        }
    }

    private static void creditElsewhere() {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update Account set balance = balance + 7, version = version + 1 where id = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private SessionFactory build() {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Account.class)
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .setProperty("hibernate.jdbc.batch_size", "20");
        configuration.getProperties().putAll(Map.of("hibernate.connection.datasource", driver.dataSource()));
        return configuration.buildSessionFactory();
    }

    private static void open(SessionFactory factory) {
        for (long id = 0; id <= 1; id++) {
            Account account = new Account();
            account.id = id;
            factory.inStatelessTransaction(session -> session.insert(account));
        }
    }

    private static long balance(SessionFactory factory, long id) {
        return factory.fromTransaction(session -> session.find(Account.class, id)).balance;
    }
}
