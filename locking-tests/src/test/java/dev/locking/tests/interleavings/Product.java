package dev.locking.tests.interleavings;

import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.kit.Bank;
import java.util.Arrays;
import java.util.List;

/** A database, and what scripts must know to play on it. */
enum Product {
    H2("set lock_timeout 20000") {
        @Override
        Database database() {
            return Databases.h2();
        }

        /** H2 runs in this JVM; what it says about its sessions is late where it has resolved a deadlock. */
        @Override
        long waiting(Bank bank, List<Thread> actors) {
            return actors.stream().filter(Product::waitsInH2).count();
        }
    },

    /** From 11.6.2 on the server finds conflicts by the snapshot; here it is as it was before, whatever its version. */
    MARIADB("set session innodb_snapshot_isolation = off") {
        @Override
        Database database() {
            return Databases.mariadb();
        }

        @Override
        long waiting(Bank bank, List<Thread> actors) {
            return number(
                    bank,
                    "select cast(variable_value as signed) from information_schema.global_status"
                            + " where variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'");
        }
    },

    /** Looks for deadlocks at once, and not after a second. */
    POSTGRESQL("set deadlock_timeout = '20ms'") {
        @Override
        Database database() {
            return Databases.postgresql();
        }

        @Override
        long waiting(Bank bank, List<Thread> actors) {
            return number(bank, "select count(distinct pid) from pg_locks where not granted");
        }
    };

    private final String settings;

    Product(String settings) {
        this.settings = settings;
    }

    abstract Database database();

    /** What a session begins with. */
    String settings() {
        return settings;
    }

    /**
     * How many wait for a lock that somebody else has.
     *
     * @param actors the only ones who may do so: tests of a JVM run one after the other
     */
    abstract long waiting(Bank bank, List<Thread> actors);

    private static long number(Bank bank, String query) {
        return bank.inAnotherSession(
                session -> session.createNativeQuery(query, Long.class).getSingleResult());
    }

    private static boolean waitsInH2(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .limit(8)
                        .anyMatch(frame -> frame.getClassName().equals("org.h2.mvstore.tx.Transaction"));
    }
}
