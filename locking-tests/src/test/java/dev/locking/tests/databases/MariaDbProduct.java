package dev.locking.tests.databases;

import ch.vorburger.exec.ManagedProcessException;
import java.io.IOException;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.utility.DockerImageName;

/** MariaDB: from a container, from the system's binaries, or else from those that Maven brings. */
final class MariaDbProduct implements Product {

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public String image() {
        return Setting.valueOf("locking.test.mariadb.image", "mariadb:11.8");
    }

    @Override
    @SuppressWarnings("resource") // Testcontainers stops it when the JVM ends.
    public Server inContainer(String image) {
        MariaDBContainer container = new MariaDBContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("mariadb"))
                .withUsername("root")
                .withPassword("locking");
        container.start();
        return server(
                image + " in Docker",
                container.getHost(),
                container.getFirstMappedPort(),
                container.getUsername(),
                container.getPassword());
    }

    @Override
    public Server fromBinaries() throws IOException, ManagedProcessException {
        String how = MariaDbProcess.isOfSystem() ? "installed" : "embedded";
        return server(how, "127.0.0.1", MariaDbProcess.started().port(), "root", "");
    }

    private static Server server(String how, String host, int port, String user, String password) {
        String url = "jdbc:mariadb://" + host + ":" + port + "/%s?connectTimeout=30000&socketTimeout=30000"
                + "&sessionVariables=innodb_lock_wait_timeout=20";
        return new Server(how, url, user, password, "mysql");
    }
}
