package dev.locking.tests.interleavings;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Bank;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a schedule is played. */
record Place(Product product, Isolation isolation, boolean batching) {

    private static final int ACTORS_AND_THE_DIRECTOR = 5;

    private static @Nullable Opened opened;

    /** Pool and tables stay while tests go on at the same place. Two banks at a time would be one too many for the doors. */
    private record Opened(Place place, Bank bank, HikariDataSource pool) {

        void close() {
            bank.close();
            pool.close();
        }
    }

    static Stream<Place> all() {
        return Arrays.stream(Product.values())
                .flatMap(product -> Arrays.stream(Isolation.values())
                        .flatMap(isolation ->
                                Stream.of(true, false).map(batching -> new Place(product, isolation, batching))));
    }

    void assumeAvailable() {
        product.database().assumeAvailable();
    }

    /** The bank of the test that runs. */
    Bank bank() {
        return requireNonNull(opened, "no bank was opened").bank();
    }

    /** Each test has a bank of its own: rows that the one before has made hot would keep its actors from following the script. */
    void openBank() {
        Opened last = opened;
        if (last != null && last.place().equals(this)) {
            last.bank().close();
            opened = new Opened(this, bank(last.pool(), "none"), last.pool());
        } else {
            leave();
            HikariDataSource pool = new HikariDataSource(pool(product.database().freshSchema()));
            opened = new Opened(this, bank(pool, "create"), pool);
        }
    }

    private Bank bank(HikariDataSource pool, String tables) {
        Map<String, Object> settings = Map.of(
                "hibernate.connection.datasource",
                pool,
                "hibernate.jdbc.batch_size",
                batching ? "20" : "0",
                "hibernate.hbm2ddl.auto",
                tables);
        return Bank.with(settings, Club.class, Badge.class);
    }

    /** Leaves nothing open at any place. */
    static void leave() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private HikariConfig pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setTransactionIsolation(isolation.jdbcName());
        config.setConnectionInitSql(product.settings());
        config.setMaximumPoolSize(ACTORS_AND_THE_DIRECTOR);
        config.setMinimumIdle(0);
        return config;
    }

    @Override
    public String toString() {
        return product + " " + isolation + (batching ? " in batches" : " one by one");
    }
}
