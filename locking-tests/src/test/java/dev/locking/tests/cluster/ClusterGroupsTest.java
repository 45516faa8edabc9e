package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.GroupHolder;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Doors;
import dev.locking.tests.kit.Wallet;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of a group whose scope is the cluster, in two JVMs. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsOnDatabases")
@Timeout(120)
class ClusterGroupsTest {

    @Parameter(0)
    Database server;

    @Parameter(1)
    Door door;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private Database database;
    private Node node;
    private CallingJvm here;
    private LockingJvm elsewhere;

    static List<Arguments> doorsOnDatabases() {
        List<Arguments> all = new ArrayList<>();
        Databases.all().forEach(database -> Doors.ofThisJvm().forEach(door -> all.add(Arguments.of(database, door))));
        return all;
    }

    @BeforeEach
    void twoJvms() throws Exception {
        Metrics.addRegistry(meters);
        server.assumeAvailable();
        database = server.freshSchema();
        node = Node.start(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                10,
                Map.of("hibernate.hbm2ddl.auto", "create"));
        node.factory.inTransaction(session -> session.persist(new Wallet(1, 100)));
        here = new CallingJvm(node, door);
        elsewhere = LockingJvm.start(CallingJvm.class, OtherJvms.urlOf(database), database.user(), database.password());
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(meters);
        if (node != null) {
            elsewhere.close();
            here.close();
            node.close();
        }
    }

    private long balance() {
        return wallet().balance;
    }

    private Wallet wallet() {
        return node.factory.fromTransaction(session -> session.find(Wallet.class, 1L));
    }

    private void awaitWaiting() throws Exception {
        Sessions.of(database).awaitWaiting(database, 1);
    }

    @Test
    void aCallWaitsForItsTurnInAnotherJvmWithoutAnAttempt() throws Exception {
        elsewhere.ask("enter", "done");
        Future<Long> call = here.credit(5);
        awaitWaiting();

        assertThat(ExclusiveGroups.holder(Door.GROUP_OF_CLUSTER, 1L))
                .hasValueSatisfying(ClusterGroupsTest::isOfAnotherJvm);
        elsewhere.ask("leave", "done");
        call.get();

        assertThat(balance()).isEqualTo(115);
        assertThat(ExclusiveGroups.holder(Door.GROUP_OF_CLUSTER, 1L)).isEmpty();
    }

    private static void isOfAnotherJvm(GroupHolder holder) {
        assertThat(holder.operation()).isNull();
        assertThat(holder.elsewhere()).isNotBlank();
        assertThat(holder.age().isNegative()).isFalse();
    }

    @Test
    void theTurnOfAJvmThatIsKilledIsFree() throws Exception {
        elsewhere.ask("enter", "done");
        Future<Long> call = here.credit(5);
        awaitWaiting();

        elsewhere.kill();
        call.get();

        assertThat(balance()).isEqualTo(105);
    }

    /** S001-11: it comes back, and meets the version check. */
    @Test
    void whoStallsPastALostLockMeetsAConflictAndLosesNothing() throws Exception {
        AtomicInteger bodies = new AtomicInteger();
        elsewhere.ask("work", "done");

        door.callInTurnOfCluster(List.of(1L), () -> {
            Session session = node.factory.getCurrentSession();
            Wallet wallet = session.find(Wallet.class, 1L);
            if (bodies.incrementAndGet() == 1) {
                Sessions.of(database).endAllBut(session, database);
                elsewhere.ask("enter", "done");
                elsewhere.ask("leave", "done");
            }
            wallet.balance += 5;
            return wallet.balance;
        });

        assertThat(bodies).hasValue(2);
        assertThat(balance()).isEqualTo(100 + CallingJvm.CALLS + 10 + 5);
    }

    @Test
    void manyCallsOfBothJvmsMeetNoConflict() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        Thread working = new Thread(() -> {
            try {
                here.work();
            } catch (Exception e) {
                lost.incrementAndGet();
            }
        });
        working.start();
        elsewhere.ask("work", "done");
        working.join();

        assertThat(lost).hasValue(0);
        assertThat(meters.find("locking.conflicts").counters()).allMatch(conflicts -> conflicts.count() == 0);
        assertThat(balance()).isEqualTo(100 + 2 * CallingJvm.CALLS);
        assertThat(wallet().version).isEqualTo(2 * CallingJvm.CALLS);
    }
}
