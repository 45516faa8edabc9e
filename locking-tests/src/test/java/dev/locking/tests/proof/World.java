package dev.locking.tests.proof;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.UnknownOutcome;
import dev.locking.retry.Locking;
import dev.locking.tests.databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The data that a run works on: accounts, lists and the journal, in an empty schema of their own. */
final class World implements AutoCloseable {

    static final long OPENING = 1_000;

    /** So that its table is created before anything goes wrong. */
    private static final Operation NEEDS_THE_LEDGER = Operation.named("World.open")
            .policy(RetryPolicy.builder().outcome(UnknownOutcome.VERIFY).build());

    private final HikariDataSource pool;
    private final String product;
    private final SessionFactory factory;

    private World(HikariDataSource pool, String product) {
        this.pool = pool;
        this.product = product;
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Account.class)
                .addAnnotatedClass(GrowingList.class)
                .addAnnotatedClass(JournalLine.class)
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.jdbc.batch_size", "20")
                .setProperty("locking.ledger.create", "true");
        configuration.getProperties().putAll(Map.of("hibernate.connection.datasource", Faults.around(pool, product)));
        this.factory = configuration.buildSessionFactory();
    }

    static World in(Database database) {
        return on(pool(database.freshSchema(), database.name()));
    }

    static World serializable(Database database) {
        HikariConfig config = pool(database.freshSchema(), database.name());
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        return on(config);
    }

    static World on(HikariConfig config) {
        return new World(new HikariDataSource(config), config.getPoolName());
    }

    private static HikariConfig pool(Database database, String name) {
        return pool(database.jdbcUrl(), database.user(), database.password(), name);
    }

    /** @param name begins with the name of the product */
    static HikariConfig pool(String url, String user, String password, String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName(name.split(" ", 2)[0]);
        config.setMaximumPoolSize(Workload.THREADS + 2);
        if (config.getPoolName().equals("PostgreSQL")) {
            config.setConnectionInitSql("set deadlock_timeout = '20ms'");
        }
        return config;
    }

    /** Fills it for so many calls. */
    void open(long calls) {
        Locking.run(NEEDS_THE_LEDGER, () -> {});
        long lists = (calls / Errand.CALLS_WITH_THE_SAME_LISTS + 1) * Errand.LISTS_AT_A_TIME;
        factory.inTransaction(session -> {
            LongStream.rangeClosed(1, Errand.LAST_CLOSED).forEach(id -> session.persist(new Account(id, OPENING)));
            LongStream.range(0, lists).forEach(i -> session.persist(new GrowingList(Errand.FIRST_LIST + i)));
        });
    }

    /** Whether the pool has a connection to give, which it may not have for a while after the server was killed. */
    boolean answers() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        }
    }

    SessionFactory factory() {
        return factory;
    }

    List<Effect> effects() {
        return all(JournalLine.class).stream().map(JournalLine::effect).toList();
    }

    List<Row> accounts() {
        return all(Account.class).stream()
                .map(account -> new Row(account.id, account.version, OPENING, account.balance))
                .toList();
    }

    List<GrowingList> lists() {
        return all(GrowingList.class);
    }

    static Map<Long, List<Long>> elements(List<GrowingList> lists) {
        return lists.stream().collect(Collectors.toMap(list -> list.id, GrowingList::asList));
    }

    private <T> List<T> all(Class<T> type) {
        return factory.fromTransaction(session ->
                session.createSelectionQuery("from " + type.getName(), type).getResultList());
    }

    /** Lets go of the data too, where it is kept in memory. */
    @Override
    public void close() {
        if (product.equals("H2")) {
            factory.inTransaction(World::dropAll);
        }
        factory.close();
        pool.close();
    }

    private static void dropAll(Session session) {
        session.createNativeMutationQuery("drop all objects").executeUpdate();
    }
}
