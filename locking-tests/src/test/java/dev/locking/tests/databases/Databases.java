package dev.locking.tests.databases;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The three databases that tests run on. Each is started when it is first asked for, once per JVM, is shared by all
 * tests, and is stopped when the JVM ends. A line on the standard output says which one it is.
 *
 * <p>A database that does not start is handed out nevertheless; see {@link Database#assumeAvailable}.
 */
public final class Databases {

    private Databases() {}

    public static Database h2() {
        return H2.DATABASE;
    }

    public static Database postgresql() {
        return PostgreSql.DATABASE;
    }

    public static Database mariadb() {
        return MariaDb.DATABASE;
    }

    /** All three, for {@code @MethodSource}. None is started before the stream gets to it. */
    public static Stream<Database> all() {
        return Stream.<Supplier<Database>>of(Databases::h2, Databases::postgresql, Databases::mariadb)
                .map(Supplier::get);
    }

    private static final class H2 {
        static final Database DATABASE = start("H2", H2Memory::server);
    }

    private static final class PostgreSql {
        static final Database DATABASE = start(new PostgreSqlProduct());
    }

    private static final class MariaDb {
        static final Database DATABASE = start(new MariaDbProduct());
    }

    private static Database start(Product product) {
        Docker docker = Docker.configured();
        return start(product.name(), () -> docker.start(product));
    }

    private static Database start(String name, Callable<Server> server) {
        Database database = databaseOf(name, server);
        say(database.name()
                + database.unavailableBecause()
                        .map(" is not available: "::concat)
                        .orElse(""));
        return database;
    }

    private static Database databaseOf(String name, Callable<Server> server) {
        try {
            return server.call().database();
        } catch (Exception e) {
            boolean required = Docker.configured() == Docker.ALWAYS || Setting.isTrue("locking.test.require.all");
            return new UnavailableDatabase(name, e, required);
        }
    }

    static void say(String line) {
        System.out.println("locking-tests: " + line.strip());
    }
}
