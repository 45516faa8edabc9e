package dev.locking.retry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locking.GroupBusyException;
import dev.locking.GroupPolicy;
import dev.locking.GroupScope;
import dev.locking.OnBusy;
import dev.locking.Operation;
import dev.locking.retry.Groups.Turn;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.ClusterLock;
import dev.locking.spi.ClusterLockOwner;
import dev.locking.spi.ClusterLocks;
import dev.locking.spi.TransactionBoundary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns that hold across JVMs: what is asked of the locks behind them, and when. */
@SuppressWarnings("try") // having the turn is all that some blocks are for
@Timeout(60)
class ClusterScopeTest {

    private static final GroupPolicy WALLET =
            GroupPolicy.named("wallet").scope(GroupScope.CLUSTER).maxWait(Duration.ofMinutes(1));
    private static final Operation DEPOSIT = Operation.named("deposit").group(WALLET);

    private final AtomicInteger left = new AtomicInteger();
    private final FakeCluster cluster = new FakeCluster();
    private final ClusterScope scope = new ClusterScope(cluster);
    private final Groups groups =
            new Groups(scope, new Heat(System::nanoTime), System::nanoTime, new Listeners(List.of()));

    /** Locks among which other JVMs are played by the test. */
    private static final class FakeCluster implements BoundaryProvider, ClusterLocks {

        final List<String> log = Collections.synchronizedList(new ArrayList<>());
        final Map<String, Semaphore> locks = new ConcurrentHashMap<>();
        boolean boundToThread;

        @Nullable
        RuntimeException failure;

        Semaphore lock(String name) {
            return locks.computeIfAbsent(name, same -> new Semaphore(1, true));
        }

        @Override
        public TransactionBoundary boundary(String unit) {
            throw new AssertionError("no transaction is begun");
        }

        @Override
        public ClusterLocks clusterLocks(String unit) {
            return this;
        }

        @Override
        public @Nullable ClusterLock acquire(String name, String owner, Duration timeout) throws InterruptedException {
            if (failure != null) {
                throw failure;
            }
            if (!lock(name).tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return null;
            }
            log.add("+" + name);
            return new ClusterLock() {

                @Override
                public boolean isBoundToThread() {
                    return boundToThread;
                }

                @Override
                public void release() {
                    log.add("-" + name);
                    lock(name).release();
                }
            };
        }

        @Override
        public Optional<ClusterLockOwner> owner(String name) {
            if (failure != null) {
                throw failure;
            }
            return lock(name).availablePermits() > 0
                    ? Optional.empty()
                    : Optional.of(new ClusterLockOwner("somebody else's " + name, Duration.ofSeconds(3)));
        }
    }

    @AfterEach
    void nothingIsKept() {
        assertThat(groups.isEmpty()).isTrue();
        assertThat(cluster.locks.values()).allMatch(lock -> lock.availablePermits() == 1);
        assertThat(Thread.interrupted()).isFalse();
    }

    private Turn enter(Operation operation, Object... keys) {
        GroupPolicy group = requireNonNull(operation.group());
        List<Groups.GroupLock> locks = Groups.locks(group, List.of(keys), operation.name());
        return groups.enter(operation, locks, Groups.patience(group, true));
    }

    private static String name(long key) {
        return "wallet/" + Groups.locks(WALLET, List.of(key), "test").get(0).key();
    }

    /** Threads that stand in the queue for the same key, in this order, and run the action when they have it. */
    private List<Thread> queued(int count, Runnable inTurn) {
        List<Thread> threads = new ArrayList<>();
        int before = groups.users("wallet", 1L);
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(() -> {
                try (Turn turn = enter(DEPOSIT, 1L)) {
                    inTurn.run();
                } catch (GroupBusyException interrupted) {
                    left.incrementAndGet();
                }
            });
            thread.start();
            awaitUsers(before + i);
            threads.add(thread);
        }
        return threads;
    }

    private void awaitUsers(int count) {
        await(() -> groups.users("wallet", 1L) >= count);
    }

    private void awaitWaitingElsewhere() {
        await(() -> cluster.lock(name(1)).hasQueuedThreads());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aGroupOfTheJvmAsksNoOtherLock() {
        enter(Operation.named("deposit").group(WALLET.scope(GroupScope.JVM)), 1L)
                .close();

        assertThat(cluster.log).isEmpty();
    }

    @Test
    void keyByKeyInOneOrder() {
        enter(DEPOSIT, 2L, 1L).close();

        assertThat(cluster.log).startsWith("+" + name(1), "+" + name(2)).hasSize(4);
    }

    @Test
    void whoHasTheTurnIsNotAskedForItAgain() {
        try (Turn outer = enter(DEPOSIT, 1L);
                Turn inner = enter(DEPOSIT, 1L)) {
            assertThat(cluster.log).containsExactly("+" + name(1));
            inner.giveBack();
            assertThat(cluster.log).containsExactly("+" + name(1));
            outer.giveBack();
        }
        assertThat(cluster.log).containsExactly("+" + name(1), "-" + name(1));
    }

    @Test
    void oneThreadOfTheJvmWaitsAndTheOthersAreHandedTheLock() throws Exception {
        cluster.lock(name(1)).acquire();
        List<Thread> threads = queued(KeyedLocks.MOST_HANDED_ON, () -> {});
        awaitWaitingElsewhere();
        assertThat(cluster.lock(name(1)).getQueueLength()).isOne();

        cluster.lock(name(1)).release();
        join(threads);

        assertThat(cluster.log).containsExactly("+" + name(1), "-" + name(1));
    }

    @Test
    void afterSoManyTurnsAnotherJvmGetsIn() throws Exception {
        List<Thread> threads;
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Thread elsewhere = new Thread(() -> {
            cluster.lock(name(1)).acquireUninterruptibly();
            seen.add("elsewhere");
            cluster.lock(name(1)).release();
        });
        try (Turn first = enter(DEPOSIT, 1L)) {
            elsewhere.start();
            awaitWaitingElsewhere();
            threads = queued(KeyedLocks.MOST_HANDED_ON + 3, () -> seen.add("here"));
        }
        join(threads);
        elsewhere.join();

        assertThat(seen.indexOf("elsewhere")).isBetween(1, KeyedLocks.MOST_HANDED_ON);
    }

    @Test
    void aLockOfAThreadIsHandedOnToNoOther() throws Exception {
        cluster.boundToThread = true;
        List<Thread> threads;
        try (Turn first = enter(DEPOSIT, 1L)) {
            threads = queued(3, () -> {});
        }
        join(threads);

        assertThat(cluster.log).hasSize(8);
    }

    /** Who waits in the JVM is handed the lock, and leaves because of an interrupt before it can use it: again and again. */
    @Test
    void whatWasHandedOnToSomebodyWhoLeftIsReleased() throws Exception {
        for (int i = 0; i < 200; i++) {
            Thread waiting;
            try (Turn first = enter(DEPOSIT, 1L)) {
                waiting = queued(1, () -> {}).get(0);
                waiting.interrupt();
            }
            waiting.join();
            assertThat(cluster.lock(name(1)).availablePermits()).isOne();
        }
        assertThat(left).hasPositiveValue();
    }

    @Test
    void whoIsRefusedIsToldOfTheHolderElsewhere() throws Exception {
        cluster.lock(name(1)).acquire();

        assertThatExceptionOfType(GroupBusyException.class)
                .isThrownBy(() -> enter(DEPOSIT.group(WALLET.onBusy(OnBusy.FAIL)), 1L))
                .withMessage("deposit did not run: it is in the exclusive group \"wallet\", and the turn is taken, and"
                        + " onBusy = FAIL; it is with somebody else's " + name(1) + ", for 3000 ms")
                .satisfies(refused -> assertThat(refused.holder())
                        .hasValueSatisfying(
                                holder -> assertThat(holder.operation()).isNull()));
        assertThatExceptionOfType(GroupBusyException.class)
                .isThrownBy(() -> enter(DEPOSIT.group(WALLET.maxWait(Duration.ofMillis(1))), 1L))
                .withMessageContaining("its turn did not come within maxWait = PT0.001S");

        cluster.lock(name(1)).release();
    }

    @Test
    void holdersElsewhereAreKnownOfGroupsThatThisJvmHasPartIn() throws Exception {
        cluster.lock(name(1)).acquire();
        assertThat(groups.holder("wallet", 1L)).isEmpty();
        assertThat(groups.holder(DEPOSIT, 1L)).isPresent();

        enter(DEPOSIT, 2L).close();
        assertThat(groups.holder("wallet", 1L))
                .hasValueSatisfying(holder -> assertThat(holder.elsewhere()).startsWith("somebody else's"));
        assertThat(groups.holder("wallet", 2L)).isEmpty();

        cluster.lock(name(1)).release();
    }

    @Test
    void aHolderHereIsNotAskedForElsewhere() {
        try (Turn turn = enter(DEPOSIT, 1L)) {
            assertThat(groups.holder(DEPOSIT, 1L))
                    .hasValueSatisfying(holder -> assertThat(holder.operation()).isEqualTo("deposit"));
        }
    }

    @Test
    void whereTheLocksFailTheCallFailsAndTheTurnInTheJvmIsFree() {
        cluster.failure = new IllegalStateException("the database is away");

        assertThatIllegalStateException().isThrownBy(() -> enter(DEPOSIT, 1L)).isSameAs(cluster.failure);
    }

    @Test
    void aHolderThatCannotBeToldChangesNoRefusal() throws Exception {
        enter(DEPOSIT, 1L).close();
        FutureTask<@Nullable Throwable> refusal = new FutureTask<>(() -> {
            cluster.failure = new IllegalStateException("the database is away");
            try {
                enter(DEPOSIT.group(WALLET.onBusy(OnBusy.FAIL)), 1L);
                return null;
            } catch (GroupBusyException e) {
                return e;
            }
        });
        try (Turn turn = enter(DEPOSIT, 1L)) {
            new Thread(refusal).start();
            assertThat(refusal.get()).isInstanceOf(GroupBusyException.class);
        }
    }

    @Test
    void theApplicationsLocksComeBeforeThoseOfTheDatabase() {
        ReentrantLock own = new ReentrantLock();
        List<String> names = new ArrayList<>();
        scope.supply(name -> {
            names.add(name);
            return own;
        });

        try (Turn turn = enter(DEPOSIT.group(GroupPolicy.named("a/b").scope(GroupScope.CLUSTER)), 1L)) {
            assertThat(own.isHeldByCurrentThread()).isTrue();
        }

        assertThat(own.isLocked()).isFalse();
        assertThat(cluster.log).isEmpty();
        assertThat(names).singleElement().asString().startsWith("a%2Fb/");
    }

    @Test
    void anInterruptEndsTheWaitForAnotherJvm() throws Exception {
        cluster.lock(name(1)).acquire();
        FutureTask<Boolean> refused = new FutureTask<>(() -> {
            try {
                enter(DEPOSIT, 1L);
                return false;
            } catch (GroupBusyException e) {
                return Thread.interrupted();
            }
        });
        Thread thread = new Thread(refused);
        thread.start();
        awaitWaitingElsewhere();
        thread.interrupt();

        assertThat(refused.get()).isTrue();
        cluster.lock(name(1)).release();
    }
}
