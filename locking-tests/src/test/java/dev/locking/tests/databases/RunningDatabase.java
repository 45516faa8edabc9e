package dev.locking.tests.databases;

import java.sql.SQLException;

/** One of the databases of a server that runs. */
record RunningDatabase(String name, Server server, String schema) implements Database {

    @Override
    public String jdbcUrl() {
        return server.jdbcUrl(schema);
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public Database freshSchema() {
        try {
            return new RunningDatabase(name, server, server.createSchema());
        } catch (SQLException e) {
            throw new IllegalStateException("No fresh schema in " + name, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
