package dev.locking.tests.databases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL, quick rather than durable: what was committed last may be lost when the server is killed. */
final class PostgreSqlProduct implements Product {

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String image() {
        return Setting.valueOf("locking.test.postgres.image", "postgres:18");
    }

    @Override
    @SuppressWarnings("resource") // Testcontainers stops it when the JVM ends.
    public Server inContainer(String image) {
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        return server(
                image + " in Docker",
                container.getHost(),
                container.getFirstMappedPort(),
                container.getUsername(),
                container.getPassword());
    }

    @Override
    @SuppressWarnings("resource") // EmbeddedPostgres stops itself when the JVM ends.
    public Server fromBinaries() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        return server("embedded", "127.0.0.1", postgres.getPort(), "postgres", "postgres");
    }

    private static Server server(String how, String host, int port, String user, String password) {
        String url = "jdbc:postgresql://" + host + ":" + port
                + "/%s?connectTimeout=30&socketTimeout=30&options=-c%%20lock_timeout=20s";
        return new Server(how, url, user, password, "postgres");
    }
}
