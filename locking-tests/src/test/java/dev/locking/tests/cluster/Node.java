package dev.locking.tests.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.locking.hibernate.SessionFactories;
import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLocks;
import dev.locking.tests.kit.Wallet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** What a JVM of a cluster has: a pool, a session factory, and its locks. */
final class Node implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);

    private static final String UNLOOKED_AT = "com.zaxxer.hikari.aliveBypassWindowMs";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final HikariDataSource pool;
    final SessionFactory factory;
    final ClusterLocks locks;

    private Node(HikariDataSource pool, Map<String, String> settings) {
        this.pool = pool;
        String unit = "node-" + NUMBER.incrementAndGet();
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Wallet.class)
                .setProperty("hibernate.session_factory_name", unit)
                .setProperty("hibernate.session_factory_name_is_jndi", "false")
                .setProperty("locking.group.create", "true");
        configuration.getProperties().putAll(settings);
        configuration.getProperties().put("hibernate.connection.datasource", pool);
        factory = configuration.buildSessionFactory();
        locks = new SessionFactories().clusterLocks(unit);
    }

    /** Settings that begin with {@code hikari.} are those of the pool, which has no more connections than it needs. */
    static Node start(String url, String user, String password, int connections, Map<String, String> settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(LONG.toMillis());
        config.setAutoCommit(!"false".equals(settings.get("hikari.autoCommit")));
        return new Node(validating(config), settings);
    }

    /** Connections are looked at each time, since tests end sessions faster than a pool expects. */
    private static HikariDataSource validating(HikariConfig config) {
        System.setProperty(UNLOOKED_AT, "-1");
        try {
            return new HikariDataSource(config);
        } finally {
            System.clearProperty(UNLOOKED_AT);
        }
    }

    @Nullable
    ClusterLock tryLock(String name) throws InterruptedException {
        return locks.acquire(name, "Wallets.deposit", Duration.ZERO);
    }

    @Nullable
    ClusterLock lock(String name) throws InterruptedException {
        return locks.acquire(name, "Wallets.deposit", LONG);
    }

    int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
