package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.GroupScope;
import dev.locking.Operation;
import dev.locking.RetryOnConflict;
import dev.locking.hibernate.SessionFactories;
import dev.locking.retry.Locking;
import dev.locking.spi.ClusterLocks;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** Several units in one application, several applications, and units that Spring knows nothing of, all in one JVM. */
class PersistenceUnitsTest {

    @EnableTransactionManagement(proxyTargetClass = true)
    @ImportAutoConfiguration(LockingAutoConfiguration.class)
    static class TwoUnits {

        @Bean
        @Primary
        LocalContainerEntityManagerFactoryBean orders() {
            return unit("orders");
        }

        @Bean
        LocalContainerEntityManagerFactoryBean stock() {
            return unit("stock");
        }

        private static LocalContainerEntityManagerFactoryBean unit(String name) {
            LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
            unit.setPersistenceUnitName(name);
            unit.setDataSource(new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"));
            unit.setPackagesToScan("dev.locking.spring");
            unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            unit.getJpaPropertyMap().put("hibernate.hbm2ddl.auto", "create");
            unit.getJpaPropertyMap().put("locking.group.create", "true");
            return unit;
        }

        @Bean
        Trace ordersTrace() {
            return new Trace();
        }

        @Bean
        Trace stockTrace() {
            return new Trace();
        }

        @Bean
        @Primary
        JpaTransactionManager ordersTransactions(EntityManagerFactory orders, Trace ordersTrace) {
            return transactions(orders, ordersTrace);
        }

        @Bean
        JpaTransactionManager stockTransactions(
                @Qualifier("stock") EntityManagerFactory stock, @Qualifier("stockTrace") Trace stockTrace) {
            return transactions(stock, stockTrace);
        }

        private static JpaTransactionManager transactions(EntityManagerFactory factory, Trace trace) {
            JpaTransactionManager transactions = new JpaTransactionManager(factory);
            transactions.addListener(trace);
            return transactions;
        }

        @Bean
        Bank ordersBank(EntityManagerFactory orders, Trace ordersTrace) {
            return new Bank(SharedEntityManagerCreator.createSharedEntityManager(orders), orders, ordersTrace);
        }

        @Bean
        Bank stockBank(@Qualifier("stock") EntityManagerFactory stock, @Qualifier("stockTrace") Trace stockTrace) {
            return new Bank(SharedEntityManagerCreator.createSharedEntityManager(stock), stock, stockTrace);
        }

        @Bean
        InBoth inBoth() {
            return new InBoth();
        }
    }

    static class InBoth {

        @RetryOnConflict
        @Transactional
        public void primary(Runnable body) {
            body.run();
        }

        @RetryOnConflict
        @Transactional("stockTransactions")
        public void byTransactionManager(Runnable body) {
            body.run();
        }

        @RetryOnConflict(unit = "stock")
        public void byUnit(Runnable body) {
            body.run();
        }

        @RetryOnConflict
        @ExclusiveGroup(value = "shelf", scope = GroupScope.CLUSTER)
        @Transactional("stockTransactions")
        public void inTurn(@GroupKey long shelf, Runnable body) {
            body.run();
        }

        @RetryOnConflict(unit = "shelf")
        public void unknown(Runnable body) {
            body.run();
        }
    }

    @Test
    void eachMethodIsRetriedInTheUnitOfItsTransactionManager() {
        try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(TwoUnits.class)) {
            InBoth inBoth = context.getBean(InBoth.class);
            Bank orders = context.getBean("ordersBank", Bank.class);
            Bank stock = context.getBean("stockBank", Bank.class);

            orders.open(1);
            inBoth.primary(orders::deposit);
            assertThat(orders.trace().events()).isEqualTo(SpringKit.ONE_RETRY);

            stock.open(1);
            inBoth.byTransactionManager(stock::deposit);
            assertThat(stock.trace().events()).isEqualTo(SpringKit.ONE_RETRY);

            stock.open(1);
            inBoth.byUnit(stock::deposit);
            assertThat(stock.trace().events()).isEqualTo(SpringKit.ONE_RETRY);

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> inBoth.unknown(() -> {}))
                    .withMessageContaining("\"shelf\"");
        }
    }

    @Test
    void aGroupOfTheClusterTakesItsLocksFromTheDatabaseOfItsTransactionManager() {
        try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(TwoUnits.class)) {
            Bank stock = context.getBean("stockBank", Bank.class);
            stock.open(0);
            ClusterLocks locksOfStock = new SessionFactories().clusterLocks("stock");
            List<Boolean> taken = new ArrayList<>();

            context.getBean(InBoth.class)
                    .inTurn(
                            7,
                            () -> taken.add(locksOfStock.owner("shelf/Long:1:7").isPresent()));

            assertThat(taken).containsExactly(true);
        }
    }

    @Test
    void aTransactionOfOneUnitIsNoneOfTheOther() {
        try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(TwoUnits.class)) {
            InBoth inBoth = context.getBean(InBoth.class);
            Bank orders = context.getBean("ordersBank", Bank.class);
            Bank stock = context.getBean("stockBank", Bank.class);
            orders.open(0);
            stock.open(1);

            inBoth.primary(() -> {
                orders.deposit();
                inBoth.byTransactionManager(stock::deposit);
            });

            assertThat(stock.trace().events()).isEqualTo(SpringKit.ONE_RETRY);
            assertThat(orders.trace().events()).containsExactly("begin", "attempt", "commit");
        }
    }

    @Test
    void theProgrammaticDoorFindsAUnitByItsName() {
        try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(TwoUnits.class)) {
            Bank stock = context.getBean("stockBank", Bank.class);
            stock.open(1);

            Locking.run(Operation.named("deposit").unit("stock"), stock::deposit);

            assertThat(stock.trace().events()).isEqualTo(SpringKit.ONE_RETRY);
        }
    }

    @Test
    void twoApplicationsAndAFactoryOfPlainHibernateLiveSideBySide() {
        try (ConfigurableApplicationContext one = App.start(WovenBeansTest.WOVEN);
                ConfigurableApplicationContext two = App.start(WovenBeansTest.WOVEN);
                SessionFactory plain = plain()) {
            isRetriedThere(one);
            isRetriedThere(two);

            int[] attempts = {0};
            Locking.run(Operation.named("deposit").unit("plain"), () -> {
                plain.getCurrentSession().find(Wallet.class, 1L).balance += 50;
                if (++attempts[0] == 1) {
                    plain.inTransaction(session -> session.find(Wallet.class, 1L).balance += 7);
                }
            });
            assertThat(attempts[0]).isEqualTo(2);
        }
    }

    private static void isRetriedThere(ConfigurableApplicationContext context) {
        Bank bank = context.getBean(Bank.class);
        bank.open(1);

        context.getBean(WovenWallets.class).deposit();

        assertThat(bank.trace().events()).isEqualTo(SpringKit.ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(SpringKit.afterOneConflict());
    }

    private static SessionFactory plain() {
        SessionFactory factory = new Configuration()
                .addAnnotatedClass(Wallet.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.session_factory_name", "plain")
                .setProperty("hibernate.session_factory_name_is_jndi", "false")
                .buildSessionFactory();
        factory.inTransaction(session -> session.persist(new Wallet(1, 100)));
        return factory;
    }

    @Test
    void anApplicationThatIsClosedIsForgotten() {
        App.start(WovenBeansTest.WOVEN).close();

        try (ConfigurableApplicationContext next = App.start(WovenBeansTest.WOVEN)) {
            Bank bank = next.getBean(Bank.class);
            bank.open(1);

            next.getBean(WovenWallets.class).depositByItself();

            assertThat(bank.trace().events()).isEqualTo(SpringKit.ONE_RETRY);
        }
    }
}
