package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of connections and locks when a database fails; that it locks is in locking-tests. */
@Timeout(60)
class DatabaseLocksTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeFunctions database = new FakeFunctions();
    private final SessionFactory factory = Factories.nativeBootstrap(null);
    private final DatabaseLocks locks = new DatabaseLocks(factory.unwrap(SessionFactoryImplementor.class), database, 1);
    private final LogLines log = LogLines.of(DatabaseLocks.class, Level.WARNING);

    /** A database without SQL, whose next answers can be chosen. */
    private static final class FakeFunctions implements LockFunctions {

        final Map<Connection, Set<String>> locked = new HashMap<>();
        final Set<String> taken = new HashSet<>();
        final List<String> failing = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(0);

        /** If there, a wait ends when it is cancelled, and gets the lock nevertheless. */
        @Nullable
        CountDownLatch cancelled;

        final AtomicReference<@Nullable Connection> cancelledOn = new AtomicReference<>();

        private void failIf(String what) throws SQLException {
            if (failing.remove(what)) {
                throw new SQLException(what + " failed", "08006");
            }
        }

        @Override
        public boolean areShared() {
            return true;
        }

        @Override
        public void require() {}

        @Override
        public synchronized boolean tryLock(Connection connection, String name) throws SQLException {
            failIf("tryLock");
            return !taken.contains(name) && ofSession(connection).add(name);
        }

        private Set<String> ofSession(Connection connection) {
            return locked.computeIfAbsent(connection, same -> new HashSet<>());
        }

        @Override
        public boolean lock(
                Connection connection, String name, String owner, Duration timeout, Cancellation cancellation)
                throws SQLException {
            try {
                waiting.await();
                awaitCancellation(connection, cancellation);
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            synchronized (this) {
                failIf("lock");
                return ofSession(connection).add(name);
            }
        }

        private void awaitCancellation(Connection connection, Cancellation cancellation)
                throws SQLException, InterruptedException {
            CountDownLatch latch = cancelled;
            if (latch != null) {
                Statement statement = (Statement) Proxy.newProxyInstance(
                        Statement.class.getClassLoader(),
                        new Class<?>[] {Statement.class},
                        (proxy, method, arguments) -> {
                            latch.countDown();
                            return null;
                        });
                cancellation.begin(statement);
                cancelledOn.set(connection);
                latch.await();
                cancellation.end();
            }
        }

        @Override
        public synchronized boolean unlock(Connection connection, String name) throws SQLException {
            failIf("unlock");
            return ofSession(connection).remove(name);
        }

        @Override
        public synchronized Optional<ClusterLockOwner> owner(Connection connection, String name) throws SQLException {
            failIf("owner");
            return Optional.empty();
        }

        synchronized Connection sessionWith(String name) {
            return locked.entrySet().stream()
                    .filter(session -> session.getValue().contains(name))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterEach
    void close() {
        log.close();
        factory.close();
    }

    private ClusterLock take(String name) throws InterruptedException {
        return Objects.requireNonNull(locks.acquire(name, "Wallets.deposit", LONG));
    }

    /** On a connection of its own. */
    private ClusterLock waitFor(String name) throws InterruptedException {
        database.taken.add(name);
        return take(name);
    }

    @Test
    void aConnectionOnWhichALockCannotBeGivenBackIsClosedAndItsLocksAreLost() throws Exception {
        ClusterLock first = take("first");
        ClusterLock second = take("second");
        Connection session = database.sessionWith("first");
        database.failing.add("unlock");

        first.release();
        second.release();

        assertThat(session.isClosed()).isTrue();
        assertThat(log.lines()).singleElement().asString().contains("first", "second", "unlock failed", "no update");
        take("third").release();
    }

    @Test
    void soIsOneThatHasWaitedAndAnotherOneMayWait() throws Exception {
        ClusterLock lock = waitFor("first");
        Connection session = database.sessionWith("first");
        database.failing.add("unlock");

        lock.release();

        assertThat(session.isClosed()).isTrue();
        assertThat(log.lines()).singleElement().asString().contains("first", "unlock failed");
        waitFor("second").release();
    }

    @Test
    void aLockIsGivenBackOnceHoweverOftenItIsReleased() throws Exception {
        ClusterLock first = waitFor("first");
        first.release();
        first.release();

        ClusterLock second = waitFor("second");
        database.taken.add("third");

        assertThat(locks.acquire("third", "Wallets.deposit", Duration.ofMillis(50)))
                .as("there is one connection to wait on")
                .isNull();
        second.release();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aLockThatTheSessionNoLongerHasIsLost() throws Exception {
        ClusterLock shared = take("first");
        ClusterLock waited = waitFor("second");
        Connection session = database.sessionWith("first");
        database.locked.clear();

        shared.release();
        waited.release();

        assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("PgBouncer"));
        assertThat(session.isClosed()).isFalse();
    }

    @Test
    void aStatementThatFailsOnAConnectionThatWorksLosesNothing() throws Exception {
        ClusterLock first = take("first");
        database.failing.add("tryLock");

        assertThatExceptionOfType(JDBCException.class).isThrownBy(() -> take("second"));

        first.release();
        assertThat(log.lines()).isEmpty();
        take("second").release();
    }

    @Test
    void aConnectionThatIsBrokenIsReplacedAtOnce() throws Exception {
        ClusterLock first = take("first");
        Connection broken = database.sessionWith("first");
        database.failing.addAll(List.of("tryLock", "unlock"));

        ClusterLock second = take("second");

        assertThat(broken.isClosed()).isTrue();
        assertThat(database.sessionWith("second")).isNotSameAs(broken);
        first.release();
        assertThat(log.lines()).singleElement().asString().contains("[first]");
        second.release();
    }

    @Test
    void aWaitThatFailsClosesItsConnectionAndAnotherOneMayWait() throws Exception {
        database.failing.add("lock");

        assertThatExceptionOfType(JDBCException.class)
                .isThrownBy(() -> waitFor("first"))
                .withMessageContaining("first");

        waitFor("first").release();
    }

    @Test
    void whoIsInterruptedLeavesAndWhatComesLaterIsGivenBack() throws Exception {
        database.waiting = new CountDownLatch(1);
        FutureTask<ClusterLock> waiting = new FutureTask<>(() -> waitFor("first"));
        Thread thread = new Thread(waiting);
        thread.start();
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(InterruptedException.class);

        database.waiting.countDown();

        waitFor("second").release();
        assertThat(database.locked.values()).allMatch(Set::isEmpty);
    }

    /** The cancellation may be on its way still, and would meet a statement of the application. */
    @Test
    void aConnectionWhoseWaitWasCancelledIsClosedAndWhatItGotIsGivenBack() throws Exception {
        database.cancelled = new CountDownLatch(1);
        FutureTask<ClusterLock> waiting = new FutureTask<>(() -> waitFor("first"));
        Thread thread = new Thread(waiting);
        thread.start();
        while (database.cancelledOn.get() == null) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .withCauseInstanceOf(InterruptedException.class);

        database.cancelled = null;
        waitFor("second").release();
        assertThat(Objects.requireNonNull(database.cancelledOn.get()).isClosed())
                .isTrue();
        assertThat(database.locked.values()).allMatch(Set::isEmpty);
    }

    @Test
    void aConnectionGoesBackAsItCame() throws Exception {
        JdbcConnectionAccess pool = factory.unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getBootstrapJdbcConnectionAccess();
        Connection jdbc = pool.obtainConnection();
        jdbc.setAutoCommit(false);
        AtomicReference<Boolean> autoCommitAtTheEnd = new AtomicReference<>();
        LockConnection connection = LockConnection.take(
                new JdbcConnectionAccess() {
                    @Override
                    public Connection obtainConnection() {
                        return jdbc;
                    }

                    @Override
                    public void releaseConnection(Connection back) throws SQLException {
                        autoCommitAtTheEnd.set(back.getAutoCommit());
                        pool.releaseConnection(back);
                    }

                    @Override
                    public boolean supportsAggressiveRelease() {
                        return false;
                    }
                },
                database);
        assertThat(jdbc.getAutoCommit()).isTrue();

        connection.giveBack();

        assertThat(autoCommitAtTheEnd.get()).isFalse();
    }

    @Test
    void whoAsksForTheOwnerAndFailsLosesNothing() throws Exception {
        ClusterLock first = take("first");
        database.failing.add("owner");

        assertThatExceptionOfType(JDBCException.class).isThrownBy(() -> locks.owner("second"));

        first.release();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aUnitHasAlwaysTheSameLocks() {
        SessionFactories units = new SessionFactories();

        assertThat(units.clusterLocks("")).isSameAs(units.clusterLocks(""));
        assertThatIllegalStateException().isThrownBy(() -> units.clusterLocks("stock"));
    }

    @Test
    void theTableIsNeverCreatedSilently() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new SessionFactories().clusterLocks("").acquire("first", "Wallets.deposit", LONG))
                .withMessageContaining("lock rows on this database, but the table locking_group cannot be read")
                .withMessageContaining("dev/locking/hibernate/group-h2.sql")
                .withMessageContaining("locking.group.create = true");
    }

    @Test
    void theTableHasTheNameThatItIsGiven() throws Exception {
        Map<String, String> settings = Map.of("locking.group.create", "true", "locking.group.table", "public.turns");
        try (SessionFactory named = factory(settings)) {
            assertThat(named.isOpen()).isTrue();
            Objects.requireNonNull(new SessionFactories().clusterLocks("named").acquire("first", "me", Duration.ZERO))
                    .release();
            long rows = named.fromSession(
                    session -> session.createNativeQuery("select count(*) from public.turns", Long.class)
                            .getSingleResult());
            assertThat(rows).as("one to lock, and one that tells").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "locking.group.connections, 0",
        "locking.group.connections, many",
        "locking.group.table, drop table",
        "locking.group.create, perhaps"
    })
    void settingsThatMakeNoSenseAreRefused(String name, String value) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> factory(Map.of(name, value)).close())
                .withStackTraceContaining(name + " = " + value + " makes no sense. Set ");
    }

    private static SessionFactory factory(Map<String, String> settings) {
        Configuration configuration = new Configuration();
        configuration.getProperties().putAll(settings);
        return Factories.nativeBootstrap("named", configuration);
    }
}
