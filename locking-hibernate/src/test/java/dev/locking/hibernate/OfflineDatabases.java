package dev.locking.hibernate;

import dev.locking.Operation;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.CockroachDialect;
import org.hibernate.dialect.DB2Dialect;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.HANADialect;
import org.hibernate.dialect.HSQLDialect;
import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.OracleDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.dialect.SQLServerDialect;
import org.hibernate.dialect.SpannerPostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/** Classifies failures as those of a database that is not there: real session factories, but no connection. */
final class OfflineDatabases implements AutoCloseable {

    /** The names are those of failure-codes.csv; one that is not here has no rows of its own. */
    static final Map<String, Class<? extends Dialect>> DIALECTS = Map.ofEntries(
            Map.entry("PostgreSQL", PostgreSQLDialect.class),
            Map.entry("MySQL", MySQLDialect.class),
            Map.entry("MariaDB", MariaDBDialect.class),
            Map.entry("Oracle", OracleDialect.class),
            Map.entry("SQL Server", SQLServerDialect.class),
            Map.entry("DB2", DB2Dialect.class),
            Map.entry("H2", H2Dialect.class),
            Map.entry("HSQLDB", HSQLDialect.class),
            Map.entry("CockroachDB", CockroachDialect.class),
            Map.entry("YugabyteDB", YugabyteDBDialect.class),
            Map.entry("Spanner(PG)", SpannerPostgreSQLDialect.class));

    /** Hibernate has none; an application may. */
    public static final class YugabyteDBDialect extends PostgreSQLDialect {}

    private final HibernateFailureClassifier classifier = new HibernateFailureClassifier();
    private final Map<Class<?>, SessionFactory> factories = new HashMap<>();

    @Nullable
    Classification classify(String database, Phase phase, Exception failure) {
        return classifier.classify(
                new FailedAttempt(failure, phase, Operation.named("Test.operation"), boundary(database)));
    }

    private SessionBoundary boundary(String database) {
        SessionFactory factory = factories.computeIfAbsent(
                DIALECTS.getOrDefault(database, HANADialect.class), OfflineDatabases::withoutConnection);
        return new SessionBoundary((SessionFactoryImplementor) factory);
    }

    private static SessionFactory withoutConnection(Class<?> dialect) {
        return new Configuration()
                .setProperty("hibernate.dialect", dialect.getName())
                .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
                .setProperty("hibernate.connection.provider_disables_autocommit", "true")
                .buildSessionFactory();
    }

    @Override
    public void close() {
        factories.values().forEach(SessionFactory::close);
    }
}
