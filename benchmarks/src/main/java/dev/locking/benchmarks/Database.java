package dev.locking.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured on. */
enum Database {
    POSTGRESQL {
        @Override
        Server start() throws IOException {
            return PostgreSqlServer.start();
        }

        @Override
        Strategy advisoryLock(World world) {
            return new AdvisoryLock(world.sessions());
        }
    },
    MARIADB {
        @Override
        Server start() throws IOException {
            return MariaDbServer.start();
        }

        @Override
        Strategy advisoryLock(World world) {
            return new NamedLock(world.sessions());
        }
    };

    /** The one that {@code lab.database} names. */
    static Database fromSystemProperties() {
        String name = Plan.property("database", POSTGRESQL.toString());
        return Arrays.stream(values())
                .filter(database -> database.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lab.database = " + name + " is no database of the lab. Set " + names() + "."));
    }

    private static String names() {
        return Arrays.stream(values()).map(Database::toString).collect(Collectors.joining(" or "));
    }

    /** The one that is at the end of a JDBC URL. */
    static Database of(String url) {
        return Arrays.stream(values())
                .filter(database -> url.startsWith("jdbc:" + database + ":"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(url + " leads to no database of the lab"));
    }

    /**
     * Starts a server.
     *
     * @throws IOException if there is none to start, or it does not answer; the message says what would be right
     */
    abstract Server start() throws IOException;

    /** Takes a lock that is no row's, before it reads. */
    abstract Strategy advisoryLock(World world);

    /** As it is asked for, and called in a JDBC URL. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
