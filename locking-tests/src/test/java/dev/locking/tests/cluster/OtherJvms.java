package dev.locking.tests.cluster;

import dev.locking.tests.databases.Database;
import java.sql.SQLException;
import org.h2.tools.Server;

/** How other JVMs reach a database: one in the memory of this JVM is served to them. */
final class OtherJvms {

    private OtherJvms() {}

    static String urlOf(Database database) {
        String url = database.jdbcUrl();
        return url.contains(":mem:") ? url.replace(":mem:", ":tcp://127.0.0.1:" + H2Server.PORT + "/mem:") : url;
    }

    private static final class H2Server {

        static final int PORT = port();

        private static int port() {
            try {
                return Server.createTcpServer("-tcpPort", "0", "-tcpDaemon")
                        .start()
                        .getPort();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
