package dev.locking.hibernate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.SQLGrammarException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sees that a table of the library is there, and creates it only where the application asked for it. Thread-safe. */
final class OwnTable {

    private static final Logger LOG = Logger.getLogger(OwnTable.class);

    /**
     * What a table is.
     *
     * @param script what the names of its scripts begin with
     * @param name in the scripts; what is made of it, such as an index, is named after it
     * @param columns all of them
     * @param createSetting the setting that asks for the table to be created
     */
    record Model(String script, String name, String columns, String createSetting) {}

    private final SessionFactoryImplementor factory;
    private final DatabaseProduct database;
    private final Model model;
    private final String table;
    private final boolean mayCreate;

    private volatile boolean isThere;

    /**
     * @param table the configured name, perhaps with a schema in front
     * @param mayCreate whether the application asked for it
     */
    OwnTable(
            SessionFactoryImplementor factory, DatabaseProduct database, Model model, String table, boolean mayCreate) {
        this.factory = factory;
        this.database = database;
        this.model = model;
        this.table = table;
        this.mayCreate = mayCreate;
    }

    /**
     * Looks at the first call only.
     *
     * @param need who needs the table for what, for the message
     * @throws IllegalStateException if the table is not there and must not be created
     */
    void require(String need) {
        if (!isThere) {
            requireOnce(need);
        }
    }

    private synchronized void requireOnce(String need) {
        SQLGrammarException absent = look();
        if (absent != null && mayCreate) {
            RuntimeException failure = create();
            absent = look();
            if (absent != null && failure != null) {
                throw failure;
            }
        }
        if (absent != null) {
            throw new IllegalStateException(need + ", but the table " + table + " cannot be read: " + remedy(), absent);
        }
        isThere = true;
    }

    private String remedy() {
        String script = scriptName();
        return script == null
                ? "create it after the model of " + model.script
                        + "-postgresql.sql in locking-hibernate's jar, in the dialect of your" + " database."
                : "apply " + getClass().getPackageName().replace('.', '/') + "/" + script
                        + " of locking-hibernate's jar, or set " + model.createSetting + " = true.";
    }

    private @Nullable SQLGrammarException look() {
        try {
            inTransaction("select " + model.columns + " from " + table + " where 1 = 0");
            return null;
        } catch (SQLGrammarException e) {
            return e;
        }
    }

    /** Returns why it could not; perhaps another process has just done it. */
    private @Nullable RuntimeException create() {
        String script = script();
        if (script == null) {
            return null;
        }
        LOG.infof("Creating the table %s, since %s = true", table, model.createSetting);
        try {
            for (String statement : script.split(";", -1)) {
                if (!statement.isBlank()) {
                    inTransaction(statement);
                }
            }
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void inTransaction(String sql) {
        factory.inStatelessTransaction(session -> session.doWork(connection -> execute(connection, sql)));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** For the table's configured name; what is named after the table is so without its schema. */
    private @Nullable String script() {
        String name = scriptName();
        if (name == null) {
            return null;
        }
        String withoutSchema = table.substring(table.indexOf('.') + 1);
        return read(name)
                .replaceAll("--[^\n]*", "")
                .replace(model.name + "_", withoutSchema + "_")
                .replaceAll("\\b" + model.name + "\\b", table);
    }

    private @Nullable String scriptName() {
        return switch (database) {
            case H2, POSTGRESQL, MARIADB -> model.script + "-" + database.name().toLowerCase(Locale.ROOT) + ".sql";
            case MYSQL -> model.script + "-mariadb.sql";
            default -> null;
        };
    }

    private static String read(String name) {
        try (InputStream file = OwnTable.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
