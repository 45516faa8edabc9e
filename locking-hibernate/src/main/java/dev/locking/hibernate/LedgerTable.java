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

/** Sees that the ledger's table is there, and creates it only where the application asked for it. Thread-safe. */
final class LedgerTable {

    static final int LONGEST_OPERATION = 200;

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private final SessionFactoryImplementor factory;
    private final DatabaseProduct database;
    private final LedgerSettings settings;

    private volatile boolean isThere;

    LedgerTable(SessionFactoryImplementor factory, DatabaseProduct database, LedgerSettings settings) {
        this.factory = factory;
        this.database = database;
        this.settings = settings;
    }

    /**
     * Looks at the first call only.
     *
     * @throws IllegalStateException if the table is not there and must not be created
     */
    void require(String operation) {
        if (!isThere) {
            requireOnce(operation);
        }
    }

    private synchronized void requireOnce(String operation) {
        SQLGrammarException absent = look();
        if (absent != null && settings.create()) {
            RuntimeException failure = create();
            absent = look();
            if (absent != null && failure != null) {
                throw failure;
            }
        }
        if (absent != null) {
            throw new IllegalStateException(
                    operation + " keeps a ledger, but the table " + settings.table() + " cannot be read: " + remedy(),
                    absent);
        }
        isThere = true;
    }

    private String remedy() {
        String script = scriptName();
        return script == null
                ? "create it after the model of ledger-postgresql.sql in locking-hibernate's jar, in the dialect of your"
                        + " database."
                : "apply " + getClass().getPackageName().replace('.', '/') + "/" + script
                        + " of locking-hibernate's jar, or set " + LedgerSettings.CREATE + " = true.";
    }

    private @Nullable SQLGrammarException look() {
        try {
            inTransaction("select op_key, operation, fingerprint, execution, result, expires_at from "
                    + settings.table() + " where 1 = 0");
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
        LOG.infof("Creating the table %s, since %s = true", settings.table(), LedgerSettings.CREATE);
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

    /** For the table's configured name; the index is named after it, without its schema. */
    private @Nullable String script() {
        String name = scriptName();
        if (name == null) {
            return null;
        }
        String table = settings.table();
        String index = table.substring(table.indexOf('.') + 1) + "_expires";
        return read(name)
                .replaceAll("--[^\n]*", "")
                .replace(LedgerSettings.DEFAULT_TABLE + "_expires", index)
                .replaceAll("\\b" + LedgerSettings.DEFAULT_TABLE + "\\b", table);
    }

    private @Nullable String scriptName() {
        return switch (database) {
            case H2, POSTGRESQL, MARIADB -> "ledger-" + database.name().toLowerCase(Locale.ROOT) + ".sql";
            case MYSQL -> "ledger-mariadb.sql";
            default -> null;
        };
    }

    private static String read(String name) {
        try (InputStream file = LedgerTable.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
