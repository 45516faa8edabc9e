package dev.locking.examples.catalog;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** On a real PostgreSQL, by the profile for it. */
class PostgreSqlTest extends ScenariosKit {

    private @Nullable EmbeddedPostgres postgres;

    @BeforeAll
    @Override
    void start() {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException | RuntimeException e) {
            throw Requirement.notMet("PostgreSQL", e);
        }
        super.start();
    }

    @AfterAll
    void stopPostgreSql() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    String[] database() {
        return new String[] {
            "spring.profiles.active=postgresql",
            "spring.datasource.url=" + requireNonNull(postgres).getJdbcUrl("postgres", "postgres"),
            "spring.datasource.username=postgres"
        };
    }
}
