package dev.locking.tests.cluster;

import dev.locking.tests.databases.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hibernate.Session;

/** The sessions of a database, as an administrator sees and ends them. */
enum Sessions {
    H2(
            "select session_id()",
            "select session_id from information_schema.sessions where session_id <> session_id()",
            "select session_id from information_schema.sessions where blocker_id is not null",
            "call abort_session(%d)"),
    POSTGRESQL(
            "select pg_backend_pid()",
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
            "select pid from pg_locks where locktype = 'advisory' and not granted"
                    + " and database = (select oid from pg_database where datname = current_database())",
            "select pg_terminate_backend(%d)"),
    MARIADB(
            "select connection_id()",
            "select id from information_schema.processlist where db = database() and id <> connection_id()",
            "select id from information_schema.processlist where db = database() and state = 'User lock'",
            "kill %d");

    private final String own;
    private final String others;
    private final String waiting;
    private final String end;

    Sessions(String own, String others, String waiting, String end) {
        this.own = own;
        this.others = others;
        this.waiting = waiting;
        this.end = end;
    }

    static Sessions of(Database database) {
        String url = database.jdbcUrl();
        return url.startsWith("jdbc:h2") ? H2 : url.startsWith("jdbc:postgresql") ? POSTGRESQL : MARIADB;
    }

    /** Until so many sessions wait for a lock. */
    void awaitWaiting(Database database, int count) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (numbers(database, waiting).size() != count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + count + " wait");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** All but those of who asks. */
    void endAll(Database database) throws SQLException {
        end(database, others);
    }

    /** All but that of a transaction, and that of who asks. */
    void endAllBut(Session transaction, Database database) throws SQLException {
        long kept = transaction.createNativeQuery(own, Long.class).getSingleResult();
        for (long session : numbers(database, others)) {
            if (session != kept) {
                end(database, session);
            }
        }
    }

    void endWaiting(Database database) throws SQLException {
        end(database, waiting);
    }

    private void end(Database database, String query) throws SQLException {
        for (long session : numbers(database, query)) {
            end(database, session);
        }
    }

    private void end(Database database, long session) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(end.formatted(session));
        }
    }

    private static List<Long> numbers(Database database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }
}
