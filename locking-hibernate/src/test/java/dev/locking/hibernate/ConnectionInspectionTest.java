package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.hibernate.CheckedEntities.AbstractRoot;
import dev.locking.hibernate.CheckedEntities.Concrete;
import java.sql.Connection;
import java.sql.Statement;
import java.util.logging.Level;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionInspectionTest {

    private final LogLines log = LogLines.of(StartUpCheck.class, Level.INFO);
    private final ForgetfulDriver driver = new ForgetfulDriver("jdbc:h2:mem:connection;DB_CLOSE_DELAY=-1");

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aDriverThatReportsCountsIsNotTalkedAbout() {
        build(batching());

        assertThat(driver.batches()).isEqualTo(1);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aDriverThatReportsNoCountsIsFound() {
        driver.answerBatchesWith(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);

        build(batching());

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN: SessionFactory connection: a JDBC batch does not report")
                .contains("useBulkStmts=false")
                .contains("hibernate.jdbc.batch_size = 0");
    }

    @Test
    void aDriverThatClaimsSuccessForRowsThatAreNotThereIsFound() {
        driver.answerBatchesWith(1, 1);

        build(batching());

        assertThat(log.lines()).singleElement().asString().contains("a JDBC batch does not report");
    }

    @Test
    void inStrictModeSuchADriverStopsTheStart() {
        driver.answerBatchesWith(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> build(batching().setProperty(CheckMode.SETTING, "strict")))
                .withMessageContaining("a JDBC batch does not report");
    }

    @Test
    void withoutBatchesNothingIsProbed() {
        build(new Configuration().setProperty("hibernate.jdbc.batch_size", "0"));

        assertThat(driver.batches()).isZero();
    }

    @Test
    void batchesAreOnUnlessTheyAreSwitchedOff() {
        build(new Configuration());

        assertThat(driver.batches()).isEqualTo(1);
    }

    @Test
    void theTableOfAConcreteEntityIsProbedWhereTheRootHasNone() {
        build(batching().addAnnotatedClasses(AbstractRoot.class, Concrete.class));

        assertThat(driver.batches()).isEqualTo(1);
    }

    @Test
    void aTableThatIsNotThereStopsNothing() {
        Configuration configuration = batching().setProperty(CheckMode.SETTING, "strict");
        configuration.getProperties().put("hibernate.connection.datasource", driver.dataSource());

        try (SessionFactory factory =
                configuration.addAnnotatedClass(Account.class).buildSessionFactory()) {
            assertThat(factory.isOpen()).isTrue();
        }
        assertThat(driver.open()).isZero();
    }

    @Test
    void connectionsGoBackAsTheyCame() {
        build(batching());

        assertThat(driver.open()).isZero();
        assertThat(driver.commitsAfterABatch()).isZero();
    }

    @Test
    void noConnectionIsLookedAtWhereHibernateStartsWithoutADatabase() {
        Configuration configuration = batching()
                .setProperty("hibernate.dialect", "org.hibernate.dialect.H2Dialect")
                .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false");
        configuration.getProperties().put("hibernate.connection.datasource", driver.dataSource());

        configuration.addAnnotatedClass(Account.class).buildSessionFactory().close();

        assertThat(driver.connections()).isZero();
    }

    @Test
    void connectionsThatCommitEachStatementThoughSaidNotToAreFound() {
        build(new Configuration().setProperty("hibernate.connection.provider_disables_autocommit", "true"));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN: SessionFactory connection: hibernate.connection.provider_disables_autocommit");
    }

    @Test
    void readUncommittedIsAWarning() {
        driver.isolation(Connection.TRANSACTION_READ_UNCOMMITTED);

        build(new Configuration());

        assertThat(log.lines()).singleElement().asString().startsWith("WARN").contains("READ UNCOMMITTED");
    }

    @Test
    void repeatableReadIsAnAdvice() {
        driver.isolation(Connection.TRANSACTION_REPEATABLE_READ);

        build(new Configuration());

        assertThat(log.lines()).singleElement().asString().startsWith("INFO").contains("REPEATABLE READ or above");
    }

    private static Configuration batching() {
        return new Configuration().setProperty("hibernate.jdbc.batch_size", "10");
    }

    private void build(Configuration configuration) {
        configuration.getProperties().put("hibernate.connection.datasource", driver.dataSource());
        try (SessionFactory factory = Factories.nativeBootstrap("connection", configuration)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }
}
