package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class MariaDbServerTest {

    @Test
    void writesEachCommitToDiskAndLeavesNothing() throws Exception {
        String url;
        Path data;
        try (Server server = Servers.start(Database.MARIADB)) {
            url = server.url();
            data = Path.of(one(url, "@@datadir"));

            assertThat(server.facts())
                    .matches("MariaDB [\\d.]+, innodb_flush_log_at_trx_commit 1, innodb_doublewrite \\w+, log_bin 0");
            assertThat(one(url, "@@tx_isolation")).isEqualTo("READ-COMMITTED");
            assertThat(data).exists();
        }

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> one(url, "1"));
        assertThat(Files.exists(data.getParent())).isFalse();
    }

    private static String one(String url, String expression) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + expression)) {
            row.next();
            return row.getString(1);
        }
    }
}
