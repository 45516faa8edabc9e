package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Doors;
import dev.locking.tests.proof.PostgresServer.Signal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A COMMIT that is done and not answered, because PostgreSQL waits for a standby that is not there. It stays so until the
 * test does something, so no luck with timing is needed.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("doors")
class StalledCommitTest {

    private static final String WAITS_FOR_A_STANDBY = "wait_event = 'SyncRep'";

    private final Door door;

    StalledCommitTest(Door door) {
        this.door = door;
    }

    static List<Named<Door>> doors() {
        return Doors.ofThisJvm();
    }

    @Test
    void isUnknownAndNotRepeatedWhenItsBackendIsTerminated() throws Exception {
        Call call = depositWhile(
                "socketTimeout=60",
                (server, backend) -> server.asAdministrator("select pg_terminate_backend(" + backend + ")"));

        assertThat(call.told()).isEqualTo(Told.UNKNOWN);
        assertThat(call.bodies()).isOne();
    }

    @Test
    void isUnknownAndNotRepeatedWhenTheClientStopsWaiting() throws Exception {
        Call call = depositWhile("socketTimeout=1", (server, backend) -> {});

        assertThat(call.told()).isEqualTo(Told.UNKNOWN);
        assertThat(call.bodies()).isOne();
    }

    @Test
    void isUnknownAndNotRepeatedWhenTheServerIsRestartedAtOnce() throws Exception {
        Call call = depositWhile("socketTimeout=60", (server, backend) -> server.restart(Signal.QUIT));

        assertThat(call.told()).isEqualTo(Told.UNKNOWN);
        assertThat(call.bodies()).isOne();
    }

    @Test
    void isUnknownAndNotRepeatedWhenTheServerIsKilled() throws Exception {
        Call call = depositWhile("socketTimeout=60", (server, backend) -> server.restart(Signal.KILL));

        assertThat(call.told()).isEqualTo(Told.UNKNOWN);
        assertThat(call.bodies()).isOne();
    }

    /** PostgreSQL then stops waiting for the standby and confirms. */
    @Test
    void succeedsWhenItIsCancelled() throws Exception {
        Call call = depositWhile(
                "socketTimeout=60",
                (server, backend) -> server.asAdministrator("select pg_cancel_backend(" + backend + ")"));

        assertThat(call.told()).isEqualTo(Told.OK);
        assertThat(call.bodies()).isOne();
    }

    @Test
    void theLedgerTellsThatItWasDoneWhenItsBackendIsTerminated() throws Exception {
        Call call = depositWhile(
                Strategy.verifying(door),
                "socketTimeout=60",
                (server, backend) -> server.asAdministrator("select pg_terminate_backend(" + backend + ")"));

        assertDoneOnce(call);
    }

    /** The next attempt waits for it: a look at the data would have found nothing, and repeated it. */
    @Test
    void theLedgerWaitsForItWhileItIsStillOnItsWay() throws Exception {
        Call call = depositWhile(Strategy.verifying(door), "socketTimeout=1", (server, backend) -> {
            PostgresServer.await(
                    "the next attempt waits for the key",
                    () -> !server.backends("wait_event_type = 'Lock'").isEmpty());
            letCommitsThrough(server);
        });

        assertDoneOnce(call);
    }

    @Test
    void theLedgerTellsThatItWasDoneWhenTheServerIsRestartedAtOnce() throws Exception {
        Call call = depositWhile(
                Strategy.verifying(door), "socketTimeout=60", (server, backend) -> server.restart(Signal.QUIT));

        assertDoneOnce(call);
    }

    @Test
    void theLedgerTellsThatItWasDoneWhenTheServerIsKilled() throws Exception {
        Call call = depositWhile(
                Strategy.verifying(door), "socketTimeout=60", (server, backend) -> server.restart(Signal.KILL));

        assertDoneOnce(call);
    }

    private static void assertDoneOnce(Call call) {
        assertThat(call.told()).isEqualTo(Told.OK);
        assertThat(call.bodies()).isOne();
    }

    @FunctionalInterface
    private interface Disturbance {

        void disturb(PostgresServer server, long backend) throws Exception;
    }

    /** Makes a deposit, disturbs its commit, and judges the data when nothing is on its way any more. */
    private Call depositWhile(String parameters, Disturbance disturbance) throws Exception {
        return depositWhile(Strategy.of(door), parameters, disturbance);
    }

    private Call depositWhile(Strategy strategy, String parameters, Disturbance disturbance) throws Exception {
        try (PostgresServer server = new PostgresServer();
                World world = World.on(server.newDatabase(parameters))) {
            world.open(1);
            strategy.call(world.factory(), session -> {});
            stallCommits(server);
            Workload deposits = new Workload(world, strategy, Faults.none(), token -> Errand.hot(1, token), true);
            CompletableFuture<History> history =
                    CompletableFuture.supplyAsync(() -> oneOf(deposits), StalledCommitTest::onAThreadOfItsOwn);
            disturbance.disturb(server, backendOf(server, history));
            Call call = history.get(60, TimeUnit.SECONDS).calls().get(0);
            letCommitsThrough(server);
            PostgresServer.await("the pool has recovered", world::answers);
            Findings findings = Judge.judge(world, history.join());
            assertThat(findings.isEmpty()).as(findings.toString()).isTrue();
            return call;
        }
    }

    /** The common pool may have a single thread, which then notices the end of the server's processes for the JDK. */
    private static void onAThreadOfItsOwn(Runnable call) {
        Thread thread = new Thread(call, "stalled commit");
        thread.setDaemon(true);
        thread.start();
    }

    private static History oneOf(Workload workload) {
        try {
            return workload.run(1);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static long backendOf(PostgresServer server, CompletableFuture<History> call) throws Exception {
        PostgresServer.await(
                "the commit waits for a standby",
                () -> call.isDone() || !server.backends(WAITS_FOR_A_STANDBY).isEmpty());
        return server.backends(WAITS_FOR_A_STANDBY).get(0);
    }

    private static void stallCommits(PostgresServer server) throws Exception {
        server.asAdministrator(
                "set synchronous_commit = local",
                "alter system set synchronous_standby_names = 'nobody'",
                "select pg_reload_conf()");
        PostgresServer.await(
                "the standby is missed",
                () -> server.show("synchronous_standby_names").equals("nobody"));
    }

    private static void letCommitsThrough(PostgresServer server) throws Exception {
        server.asAdministrator(
                "set synchronous_commit = local",
                "alter system reset synchronous_standby_names",
                "select pg_reload_conf()");
        PostgresServer.await(
                "no commit waits any more",
                () -> server.backends("xact_start is not null").isEmpty());
    }
}
