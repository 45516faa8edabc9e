package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import dev.locking.tests.databases.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The locks of a database, between session factories that know nothing of each other, and between JVMs. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.locking.tests.databases.Databases#all")
@Timeout(120)
class ClusterLocksTest {

    private static final String NAME = "wallet/17, and a name as long as it likes to be ".repeat(5);

    @Parameter
    Database server;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Node> nodes = new ArrayList<>();
    private final Warnings warnings = new Warnings();

    private Database database;
    private Node one;
    private Node other;

    @BeforeEach
    void twoNodes() {
        server.assumeAvailable();
        database = server.freshSchema();
        one = node(10, Map.of());
        other = node(10, Map.of());
    }

    private Node node(int connections, Map<String, String> settings) {
        Node node = Node.start(database.jdbcUrl(), database.user(), database.password(), connections, settings);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        threads.shutdownNow();
        assertThat(Thread.interrupted()).as("interrupt flag").isFalse();
        try {
            if (one != null) {
                for (Node node : nodes) {
                    await("no connection is in use", () -> node.connectionsInUse() == 0);
                }
                release(one.tryLock(NAME));
                release(other.tryLock(NAME));
            }
        } finally {
            nodes.forEach(Node::close);
            warnings.close();
        }
    }

    private static void release(@Nullable ClusterLock lock) {
        assertThat(lock).as("the lock").isNotNull();
        Objects.requireNonNull(lock).release();
    }

    private boolean hasLockFunctions() {
        return Sessions.of(database) != Sessions.H2;
    }

    @Test
    void whatOneHasTheOtherDoesNotGet() throws Exception {
        ClusterLock lock = Objects.requireNonNull(one.tryLock(NAME));

        assertThat(lock.isBoundToThread()).isFalse();
        assertThat(other.tryLock(NAME)).isNull();
        release(other.tryLock(NAME + "8"));

        lock.release();
        release(other.tryLock(NAME));
    }

    @Test
    void whoAsksTwiceWaitsForItself() throws Exception {
        ClusterLock lock = one.tryLock(NAME);

        assertThat(one.tryLock(NAME)).isNull();
        assertThat(one.locks.acquire(NAME, "again", Duration.ofMillis(50))).isNull();
        assertThat(other.tryLock(NAME)).as("is free after one release").isNull();

        release(lock);
    }

    @Test
    void aLockIsReleasedByAnotherThreadAndOnce() throws Exception {
        ClusterLock lock = Objects.requireNonNull(one.tryLock(NAME));

        threads.submit(lock::release).get();
        ClusterLock next = one.tryLock(NAME);
        lock.release();

        assertThat(other.tryLock(NAME)).isNull();
        release(next);
    }

    @Test
    void whoWaitsGetsTheLockWhenItIsReleased() throws Exception {
        ClusterLock lock = one.tryLock(NAME);
        Future<ClusterLock> waiting = threads.submit(() -> other.lock(NAME));
        awaitWaiting(1);
        assertThat(waiting.isDone()).isFalse();

        release(lock);

        ClusterLock got = waiting.get();
        assertThat(one.tryLock(NAME)).isNull();
        release(got);
    }

    @Test
    void firstComeFirstServed() throws Exception {
        assumeTrue(hasLockFunctions(), "rows are waited for again each second");
        Node third = node(10, Map.of());
        ClusterLock lock = one.tryLock(NAME);
        Future<ClusterLock> first = threads.submit(() -> other.lock(NAME));
        awaitWaiting(1);
        Future<ClusterLock> second = threads.submit(() -> third.lock(NAME));
        awaitWaiting(2);

        release(lock);

        ClusterLock got = first.get();
        assertThat(second.isDone()).isFalse();
        release(got);
        release(second.get());
    }

    @Test
    void whoWaitsInVainGetsNull() throws Exception {
        ClusterLock lock = one.tryLock(NAME);

        assertThat(other.locks.acquire(NAME, "Wallets.deposit", Duration.ofMillis(150)))
                .isNull();
        assertThat(other.connectionsInUse()).isZero();
        assertThat(other.locks.acquire(NAME, "Wallets.deposit", Duration.ofSeconds(-5)))
                .isNull();

        release(lock);
    }

    /** The application's statements are given up after a second; a wait is not. */
    @Test
    void aWaitMayTakeLongerThanTheDriverIsPatient() throws Exception {
        assumeTrue(hasLockFunctions(), "H2 knows no such limit");
        String impatient = database.jdbcUrl().replaceFirst("socketTimeout=30(0*)", "socketTimeout=1$1");
        Node node = Node.start(impatient, database.user(), database.password(), 3, Map.of());
        nodes.add(node);
        ClusterLock lock = one.tryLock(NAME);

        assertThat(node.locks.acquire(NAME, "Wallets.deposit", Duration.ofMillis(2_500)))
                .isNull();

        release(lock);
    }

    @Test
    void anInterruptBeforeTakesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> one.tryLock(NAME));

        assertThat(Thread.interrupted()).isFalse();
        release(other.tryLock(NAME));
    }

    @Test
    void anInterruptEndsAWaitAndLeavesNothingLocked() throws Exception {
        ClusterLock lock = one.tryLock(NAME);
        FutureTask<ClusterLock> waiting =
                new FutureTask<>(() -> other.locks.acquire(NAME, "Wallets.deposit", Duration.ofMinutes(5)));
        Thread thread = new Thread(waiting);
        thread.start();
        awaitWaiting(1);

        thread.interrupt();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(InterruptedException.class);
        awaitWaiting(0);
        release(lock);
        await("nobody has it", () -> {
            ClusterLock free = one.tryLock(NAME);
            if (free != null) {
                free.release();
            }
            return free != null;
        });
    }

    /** Otherwise the last part of a wait that was cancelled would meet a statement of the application. */
    @Test
    void manyInterruptsHurtNobodyElse() throws Exception {
        assumeTrue(hasLockFunctions(), "H2 cancels no statement");
        ClusterLock lock = one.tryLock(NAME);
        Node small = node(2, Map.of());
        for (int i = 0; i < 20; i++) {
            FutureTask<ClusterLock> waiting = new FutureTask<>(() -> small.lock(NAME));
            Thread thread = new Thread(waiting);
            thread.start();
            if (i % 2 == 0) {
                awaitWaiting(1);
            }
            thread.interrupt();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get);
            assertThat(number(small, "select 1")).isOne();
        }
        release(lock);
    }

    @Test
    void anotherJvmExcludesThisOneAndTheOtherWayRound() throws Exception {
        try (LockingJvm jvm = startJvm()) {
            ClusterLock lock = one.tryLock(NAME);
            Future<Void> waiting = threads.submit(() -> {
                jvm.lock();
                return null;
            });
            awaitWaiting(1);
            release(lock);
            waiting.get();
            assertThat(one.tryLock(NAME)).isNull();

            Future<ClusterLock> waitingHere = threads.submit(() -> one.lock(NAME));
            awaitWaiting(1);
            jvm.unlock();

            release(waitingHere.get());
        }
    }

    @Test
    void theLockOfAJvmThatIsKilledIsFree() throws Exception {
        try (LockingJvm jvm = startJvm()) {
            jvm.lock();
            Future<ClusterLock> waiting = threads.submit(() -> one.lock(NAME));
            awaitWaiting(1);

            jvm.kill();

            release(waiting.get());
        }
    }

    private LockingJvm startJvm() throws Exception {
        return LockingJvm.start(OtherJvms.urlOf(database), database.user(), database.password(), NAME);
    }

    @Test
    void locksOfABrokenConnectionAreLostOnceAndQuietly() throws Exception {
        ClusterLock lost = Objects.requireNonNull(one.tryLock(NAME));
        ClusterLock alsoLost = Objects.requireNonNull(one.tryLock("another"));
        Sessions.of(database).endAll(database);

        ClusterLock taken = other.lock(NAME);
        ClusterLock next = one.lock("a third");

        lost.release();
        alsoLost.release();
        assertThat(one.tryLock(NAME)).as("what the other has").isNull();
        release(taken);
        release(next);
        if (hasLockFunctions()) {
            assertThat(warnings.lines()).hasSize(1).first().asString().contains(NAME, "another");
        } else {
            assertThat(warnings.lines()).hasSize(2);
        }
        release(one.tryLock(NAME));
    }

    @Test
    void aLockThatWasWaitedForIsLostQuietly() throws Exception {
        ClusterLock lock = one.tryLock(NAME);
        Future<ClusterLock> waiting = threads.submit(() -> other.lock(NAME));
        awaitWaiting(1);
        release(lock);
        ClusterLock lost = waiting.get();
        Sessions.of(database).endAll(database);

        ClusterLock next = one.lock(NAME);
        Objects.requireNonNull(lost).release();

        assertThat(warnings.lines()).hasSize(1);
        assertThat(other.tryLock(NAME)).isNull();
        assertThat(number(other, "select 1"))
                .as("a connection that the pool has kept")
                .isOne();
        release(next);
    }

    @Test
    void aWaitOnABrokenConnectionFailsAndTheNextOneDoesNot() throws Exception {
        ClusterLock lock = one.tryLock(NAME);
        Future<ClusterLock> waiting = threads.submit(() -> other.lock(NAME));
        awaitWaiting(1);

        Sessions.of(database).endWaiting(database);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(RuntimeException.class);
        Objects.requireNonNull(lock).release();
        ClusterLock next = other.lock(NAME);
        release(next);
    }

    @Test
    void theOwnerIsKnownHereAndElsewhere() throws Exception {
        assertThat(one.locks.owner(NAME)).isEmpty();
        assertThat(other.locks.owner(NAME)).isEmpty();

        ClusterLock lock = one.tryLock(NAME);

        assertThat(one.locks.owner(NAME)).map(ClusterLockOwner::name).contains("Wallets.deposit");
        ClusterLockOwner seenElsewhere = other.locks.owner(NAME).orElseThrow();
        assertThat(seenElsewhere.name()).containsPattern(nameElsewhere());
        assertThat(seenElsewhere.age())
                .isBetween(
                        Duration.ZERO, one.locks.owner(NAME).orElseThrow().age().plusSeconds(1));
        assertThat(other.locks.owner("another")).isEmpty();
        release(lock);
        assertThat(one.locks.owner(NAME)).isEmpty();
        assertThat(other.locks.owner(NAME)).isEmpty();
    }

    private String nameElsewhere() {
        return switch (Sessions.of(database)) {
            case H2 -> "^Wallets.deposit$";
            case POSTGRESQL -> "^locking " + ProcessHandle.current().pid() + "@.+ \\(session \\d+ from [^)]+\\)";
            case MARIADB -> "^" + database.user() + " \\(session \\d+";
        };
    }

    @Test
    void whoHasWaitedTellsItsName() throws Exception {
        ClusterLock lock = one.tryLock(NAME);
        Future<ClusterLock> waiting = threads.submit(() -> other.lock(NAME));
        awaitWaiting(1);
        release(lock);
        ClusterLock got = waiting.get();

        assertThat(other.locks.owner(NAME)).map(ClusterLockOwner::name).contains("Wallets.deposit");
        if (Sessions.of(database) != Sessions.MARIADB) {
            assertThat(one.locks.owner(NAME).orElseThrow().name()).startsWith("Wallets.deposit");
        }
        release(got);
    }

    @Test
    void sixtyFourLocksThatAreFreeNeedOneConnection() throws Exception {
        assumeTrue(hasLockFunctions(), "each row is locked by a transaction of its own");
        int count = 64;
        CyclicBarrier allHaveTheirs = new CyclicBarrier(count);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "wallet/" + i;
            calls.add(() -> {
                ClusterLock lock = one.tryLock(name);
                allHaveTheirs.await();
                int inUse = one.connectionsInUse();
                allHaveTheirs.await();
                release(lock);
                return inUse;
            });
        }

        for (Future<Integer> inUse : threads.invokeAll(calls)) {
            assertThat(inUse.get()).isOne();
        }
    }

    /** So all of this ends: one connection for locks that are free, one to wait, and one that is left to work with. */
    @Test
    void aPoolOfThreeIsNotExhausted() throws Exception {
        Map<String, String> oneMayWait = Map.of("locking.group.connections", "1");
        List<Node> small = List.of(node(3, oneMayWait), node(3, oneMayWait));
        AtomicInteger inside = new AtomicInteger();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            Node node = small.get(thread % 2);
            String name = "wallet/" + thread / 4;
            calls.add(() -> {
                int most = 0;
                for (int i = 0; i < 10; i++) {
                    ClusterLock lock = node.lock(name);
                    if (name.endsWith("0")) {
                        most = Math.max(most, inside.incrementAndGet());
                    }
                    assertThat(number(node, "select 1")).isOne();
                    if (name.endsWith("0")) {
                        inside.decrementAndGet();
                    }
                    release(lock);
                }
                return most;
            });
        }

        for (Future<Integer> most : threads.invokeAll(calls)) {
            assertThat(most.get()).isLessThanOrEqualTo(1);
        }
    }

    /** The only connection to wait on has the first lock, and would be given back after the second. */
    @Test
    void whoFindsNoConnectionToWaitOnGetsWhatBecomesFree() throws Exception {
        assumeTrue(hasLockFunctions(), "each row is locked by a transaction of its own");
        Node small = node(3, Map.of("locking.group.connections", "1"));
        ClusterLock from = one.tryLock("from");
        ClusterLock to = one.tryLock("to");
        Future<ClusterLock> first = threads.submit(() -> small.lock("from"));
        awaitWaiting(1);
        release(from);
        ClusterLock waited = first.get();
        FutureTask<ClusterLock> second =
                new FutureTask<>(() -> small.locks.acquire("to", "Wallets.deposit", Duration.ofMinutes(5)));
        Thread thread = new Thread(second);
        thread.start();
        await("it waits for a connection", () -> thread.getState() == Thread.State.TIMED_WAITING);

        release(to);

        release(second.get());
        release(waited);
    }

    @Test
    void noMoreConnectionsWaitThanMay() throws Exception {
        Node small = node(10, Map.of("locking.group.connections", "2"));
        List<ClusterLock> taken = new ArrayList<>();
        List<Future<ClusterLock>> waiting = new ArrayList<>();
        int names = hasLockFunctions() ? 6 : 3;
        for (int i = 0; i < names; i++) {
            taken.add(one.tryLock("wallet/" + i));
        }
        for (int i = 0; i < names; i++) {
            String name = "wallet/" + i;
            waiting.add(threads.submit(() -> small.lock(name)));
        }
        awaitWaiting(2);
        assertThat(small.locks.acquire("wallet/0", "the last to ask", Duration.ofMillis(300)))
                .isNull();

        assertThat(small.connectionsInUse()).isLessThanOrEqualTo(3);

        taken.forEach(ClusterLocksTest::release);
        List<Callable<Void>> releases = waiting.stream()
                .map(lock -> (Callable<Void>) () -> {
                    release(lock.get());
                    return null;
                })
                .toList();
        for (Future<Void> released : threads.invokeAll(releases)) {
            released.get();
        }
    }

    @Test
    void connectionsGoBackAsTheyCame() throws Exception {
        Node small = node(2, Map.of("hikari.autoCommit", "false"));
        String before = state(small);
        release(small.lock(NAME));
        ClusterLock lock = one.tryLock(NAME);
        assertThat(small.locks.acquire(NAME, "Wallets.deposit", Duration.ofMillis(50)))
                .isNull();
        Future<ClusterLock> waiting = threads.submit(() -> small.lock(NAME));
        awaitWaiting(1);
        release(lock);
        release(waiting.get());

        assertThat(state(small)).isEqualTo(before);
    }

    /** Of both connections of a pool. */
    private String state(Node node) throws SQLException {
        try (Connection first = node.pool.getConnection();
                Connection second = node.pool.getConnection()) {
            return state(first) + state(second);
        }
    }

    private String state(Connection connection) throws SQLException {
        String settings =
                switch (Sessions.of(database)) {
                    case H2 -> "select 1";
                    case POSTGRESQL ->
                        "select concat_ws(' ', current_setting('application_name'), current_setting('lock_timeout'),"
                                + " current_setting('statement_timeout'),"
                                + " (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'))";
                    case MARIADB -> "select concat_ws(' ', @@autocommit, @@innodb_lock_wait_timeout)";
                };
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(settings)) {
            row.next();
            String found = row.getString(1) + " " + connection.getAutoCommit() + " " + connection.getNetworkTimeout();
            connection.rollback();
            return found + "; ";
        }
    }

    private void awaitWaiting(int count) throws SQLException, InterruptedException {
        Sessions.of(database).awaitWaiting(database, count);
    }

    private static int number(Node node, String query) throws SQLException {
        try (Connection connection = node.pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
