package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.GroupBusyException;
import dev.locking.GroupHolder;
import dev.locking.GroupPolicy;
import dev.locking.GroupScope;
import dev.locking.OnBusy;
import dev.locking.Operation;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.Locking;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Wallet;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a group whose scope is the cluster, in two JVMs, wherever they take their locks. */
@Timeout(120)
abstract class ClusterGroupsKit {

    private static final GroupPolicy GROUP =
            GroupPolicy.named(Door.GROUP_OF_CLUSTER).scope(GroupScope.CLUSTER);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Database database;
    Node node;
    CallingJvm here;
    LockingJvm elsewhere;

    abstract Database server();

    abstract Door door();

    /** @param database as {@link CallingJvm} reads it */
    abstract LockingJvm startElsewhere(String... database) throws IOException;

    /** Until a call of this JVM waits for the lock that another one has. */
    abstract void awaitWaiting() throws Exception;

    /** Of this JVM's call, while it runs. */
    abstract void loseTheLock(Session transaction) throws Exception;

    /** What is told of a turn that another JVM has. */
    abstract void assertIsElsewhere(Optional<GroupHolder> holder);

    @BeforeEach
    void twoJvms() throws Exception {
        Metrics.addRegistry(meters);
        server().assumeAvailable();
        database = server().freshSchema();
        node = Node.start(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                10,
                Map.of("hibernate.hbm2ddl.auto", "create"));
        node.factory.inTransaction(session -> session.persist(new Wallet(1, 100)));
        here = new CallingJvm(node, door());
        elsewhere = startElsewhere(OtherJvms.urlOf(database), database.user(), database.password());
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

    final long balance() {
        return wallet().balance;
    }

    private Wallet wallet() {
        return node.factory.fromTransaction(session -> session.find(Wallet.class, 1L));
    }

    @Test
    void aCallWaitsForItsTurnInAnotherJvmWithoutAnAttempt() throws Exception {
        elsewhere.ask("enter", "done");
        Future<Long> call = here.credit(5);
        awaitWaiting();

        assertThat(here.bodies()).isZero();
        assertIsElsewhere(ExclusiveGroups.holder(Door.GROUP_OF_CLUSTER, 1L));
        elsewhere.ask("leave", "done");
        call.get();

        assertThat(here.bodies()).isOne();
        assertThat(balance()).isEqualTo(115);
        assertThat(ExclusiveGroups.holder(Door.GROUP_OF_CLUSTER, 1L)).isEmpty();
    }

    @Test
    void whoDoesNotWaitForAnotherJvmIsToldThatItIsBusy() throws Exception {
        elsewhere.ask("enter", "done");

        assertIsBusy(GROUP.onBusy(OnBusy.FAIL));
        assertIsBusy(GROUP.maxWait(Duration.ofMillis(10)));
        elsewhere.ask("leave", "done");

        assertThat(Locking.callInTurn(operation(GROUP.onBusy(OnBusy.FAIL)), List.of(1L), this::balance))
                .isEqualTo(110);
    }

    private void assertIsBusy(GroupPolicy group) {
        AtomicInteger bodies = new AtomicInteger();

        GroupBusyException busy = catchThrowableOfType(
                GroupBusyException.class,
                () -> Locking.callInTurn(operation(group), List.of(1L), bodies::incrementAndGet));

        assertThat(busy).isNotNull();
        assertThat(bodies).hasValue(0);
        assertIsElsewhere(busy.holder());
    }

    private static Operation operation(GroupPolicy group) {
        return Operation.named("Wallets.look").group(group);
    }

    /** S001-11: it comes back, and meets the version check. */
    @Test
    void whoStallsPastALostLockMeetsAConflictAndLosesNothing() throws Exception {
        AtomicInteger bodies = new AtomicInteger();
        elsewhere.ask("work", "done");

        door().callInTurnOfCluster(List.of(1L), () -> {
            Session session = node.factory.getCurrentSession();
            Wallet wallet = session.find(Wallet.class, 1L);
            if (bodies.incrementAndGet() == 1) {
                loseTheLock(session);
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
        elsewhere.ask("bodies", "0"); // it is up, so that both work at once
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
        assertThat(here.bodies()).isEqualTo(CallingJvm.CALLS);
        elsewhere.ask("bodies", Integer.toString(CallingJvm.CALLS));
        assertThat(balance()).isEqualTo(100 + 2 * CallingJvm.CALLS);
        assertThat(wallet().version).isEqualTo(2 * CallingJvm.CALLS);
    }
}
