package dev.locking.tests.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("dev.locking.tests.databases.Databases#all")
record DatabasesTest(Database database) {

    @BeforeEach
    void isAvailable() {
        database.assumeAvailable();
    }

    @Test
    void answersAQuery() throws SQLException {
        assertThat(numberFrom(database, "select 1")).isEqualTo(1);
    }

    @Test
    void isNamedAfterProductVersionAndHowItRuns() {
        assertThat(database.name()).matches("(H2|PostgreSQL|MariaDB) \\d+(\\.\\d+)+ \\(.+\\)");
    }

    @Test
    void keepsFreshSchemasApart() throws SQLException {
        Database one = database.freshSchema();
        Database other = database.freshSchema();

        execute(one, "create table account (id int primary key)");
        execute(other, "create table account (id int primary key)");
        execute(one, "insert into account values (1)");

        assertThat(numberFrom(one, "select count(*) from account")).isEqualTo(1);
        assertThat(numberFrom(other, "select count(*) from account")).isZero();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> numberFrom(database, "select count(*) from account"));
    }

    @Test
    void letsHibernateConnect() {
        assertThat(database.hibernateSettings())
                .containsEntry("jakarta.persistence.jdbc.url", database.jdbcUrl())
                .doesNotContainKey("hibernate.hbm2ddl.auto");
    }

    private static int numberFrom(Database database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
