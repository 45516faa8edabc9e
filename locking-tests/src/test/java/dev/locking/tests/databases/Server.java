package dev.locking.tests.databases;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database server that runs until the JVM ends.
 *
 * @param how how it runs, as in {@code embedded}
 * @param urlPattern the JDBC URL, with {@code %s} for the name of the schema
 * @param firstSchema exists from the start; empty if connecting to a schema creates it
 */
record Server(String how, String urlPattern, String user, String password, String firstSchema) {

    private static final AtomicInteger CREATED = new AtomicInteger();

    String jdbcUrl(String schema) {
        return urlPattern.formatted(schema);
    }

    /** Makes an empty schema and gives its name, which is not used twice in a JVM. */
    String createSchema() throws SQLException {
        String schema = "locking_" + CREATED.incrementAndGet();
        if (!firstSchema.isEmpty()) {
            try (Connection connection = connect(firstSchema);
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + schema);
            }
        }
        return schema;
    }

    Database database() throws SQLException {
        String schema = createSchema();
        try (Connection connection = connect(schema)) {
            return new RunningDatabase(nameFrom(connection.getMetaData()), this, schema);
        }
    }

    private Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(schema), user, password);
    }

    private String nameFrom(DatabaseMetaData metaData) throws SQLException {
        String version = metaData.getDatabaseProductVersion().replaceFirst("[^0-9.].*", "");
        return metaData.getDatabaseProductName() + " " + version + " (" + how + ")";
    }
}
