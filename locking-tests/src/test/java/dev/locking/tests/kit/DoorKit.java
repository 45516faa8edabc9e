package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Statement;
import java.util.stream.Stream;
import org.hibernate.context.internal.ManagedSessionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/** A door of this JVM on a database, each in turn, with a bank whose wallets, 1 to 4, hold 100 each. */
abstract class DoorKit {

    static final long WALLET = 1;

    @Parameter(0)
    Door door;

    @Parameter(1)
    Database database;

    Bank bank;

    /** What happened in this test alone. */
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    int attempts;

    static Stream<Arguments> doorsAndDatabases() {
        return Databases.all().flatMap(DoorKit::doorsOn);
    }

    static Stream<Arguments> doorsOn(Database database) {
        return Doors.ofThisJvm().stream().map(door -> Arguments.of(door, Named.of(database.name(), database)));
    }

    Bank bank(Database database) {
        return Bank.in(database);
    }

    @BeforeEach
    void openTheBank() {
        Metrics.addRegistry(meters);
        database.assumeAvailable();
        bank = bank(database);
        bank.open(WALLET, 2, 3, 4);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        Metrics.removeRegistry(meters);
        assertThat(Thread.interrupted()).as("interrupt flag").isFalse();
        if (bank != null) {
            assertThat(ManagedSessionContext.hasBind(bank.factory())).isFalse();
            bank.close();
        }
    }

    /**
     * Runs the change, and lets somebody else commit another one to a row that it relies on while the attempt is to be
     * lost: attempt 1 loses on the wallet, attempt n on wallet n, since an execution may have locked what it lost before.
     */
    final void losingTheFirst(int lost, Runnable change) {
        attempts++;
        change.run();
        if (attempts <= lost) {
            if (attempts > 1) {
                bank.credit(attempts, 1);
            }
            bank.creditElsewhere(attempts, 7);
        }
    }

    /** Makes the transaction of the attempt, or its session's, work on a snapshot. */
    final String onASnapshot() {
        return switch (product()) {
            case "H2" -> "set session characteristics as transaction isolation level repeatable read";
            case "PostgreSQL" -> "set transaction isolation level repeatable read";
            default -> "set session innodb_snapshot_isolation = on";
        };
    }

    final String product() {
        return Stream.of("H2", "PostgreSQL", "MariaDB")
                .filter(database.name()::startsWith)
                .findFirst()
                .orElseThrow();
    }

    /** On the connection of the attempt. */
    final void execute(String sql) {
        bank.currentSession().doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }
}
