package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.GroupBusyException;
import dev.locking.GroupHolder;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that take turns. The pool has three connections for eight threads, so nobody may wait with one. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ExclusiveGroupTest extends DoorKit {

    private static final int THREADS = 8;
    private static final int CALLS = 20;

    /** More than 200 through all doors and databases together. */
    private static final int INTERLEAVINGS = 40;

    private static final int CONNECTIONS = 3;

    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();

    @Override
    Bank bank(Database database) {
        return Bank.in(database, Map.of("hibernate.connection.pool_size", Integer.toString(CONNECTIONS)));
    }

    @Test
    void callsOnTheSameWalletMeetNoConflict() throws Exception {
        inParallel(thread -> deposit(WALLET));

        assertThat(bank.balance(WALLET)).isEqualTo(100 + THREADS * CALLS);
        assertThat(bodies).as("each call ran once").hasValue(THREADS * CALLS);
        assertThat(mostInside).hasValue(1);
        assertThat(conflicts()).isZero();
        assertThat(meters.find("locking.group.wait").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isEqualTo(THREADS * CALLS);
    }

    /** S001-8: four tasks on one aggregate that reach it at the same moment. */
    @Test
    void fourTasksOnOneWalletAreFourBodiesInAGroupAndMoreWithout() throws Exception {
        CyclicBarrier allHaveRead = new CyclicBarrier(CONNECTIONS);
        atOnce(
                4,
                task -> door.callInTurn(List.of(WALLET), () -> {
                    bodies.incrementAndGet();
                    bank.credit(WALLET, 1);
                    return null;
                }));
        assertThat(bodies).hasValue(4);
        assertThat(conflicts()).isZero();

        bodies.set(0);
        atOnce(
                CONNECTIONS,
                task -> door.call(() -> {
                    bank.credit(WALLET, 1);
                    return bodies.incrementAndGet() <= CONNECTIONS ? allHaveRead.await() : 0;
                }));
        assertThat(bodies).hasValueGreaterThan(CONNECTIONS);
        assertThat(conflicts()).isPositive();
        assertThat(bank.balance(WALLET)).isEqualTo(104 + CONNECTIONS);
    }

    /** S001-10: two parts of one whole work side by side under keys of their own, and one after the other under that of the whole. */
    @Test
    void partsOfAWholeTakeTurnsUnderTheKeyOfTheWhole() throws Exception {
        CyclicBarrier bothAreInside = new CyclicBarrier(2);
        atOnce(2, part -> door.callInTurn(List.of(part + 10), bothAreInside::await));

        atOnce(
                8,
                part -> door.callInTurn(List.of(10L), () -> {
                    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    return inside.decrementAndGet();
                }));
        assertThat(mostInside).hasValue(1);
    }

    @FunctionalInterface
    private interface Task {

        void run(long number) throws Exception;
    }

    private static void atOnce(int tasks, Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (long number = 1; number <= tasks; number++) {
                long which = number;
                all.add(() -> {
                    task.run(which);
                    return null;
                });
            }
            for (Future<Void> end : threads.invokeAll(all)) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** S001-9: were they to wait for each other, the barrier would not open. */
    @Test
    void callsOnOtherWalletsRunAtTheSameTime() throws Exception {
        CyclicBarrier bothAreInside = new CyclicBarrier(2);

        atOnce(2, wallet -> door.callInTurn(List.of(wallet), bothAreInside::await));
    }

    @Test
    void transfersInBothDirectionsNeitherDeadlockNorLose() throws Exception {
        inParallel(thread -> thread % 2 == 0 ? transfer(1, 2) : transfer(2, 1));

        assertThat(bank.balance(1) + bank.balance(2)).isEqualTo(200);
        assertThat(bank.committed(1).version).isEqualTo(THREADS * CALLS);
        assertThat(conflicts()).isZero();
    }

    /** S002-4: before anything of it is committed. */
    @Test
    void somebodyElseSeesThatAWalletIsInProcess() throws Exception {
        assertThat(holder()).isEmpty();

        long seenElsewhere = door.callInTurn(List.of(WALLET, 2L), () -> {
            bank.credit(WALLET, 50);
            bank.currentSession().flush();
            GroupHolder holder =
                    CompletableFuture.supplyAsync(this::holder).get().orElseThrow();
            assertThat(holder.operation()).contains("Door.call");
            return holder.age().toNanos();
        });

        assertThat(seenElsewhere).isPositive();
        assertThat(holder()).isEmpty();
    }

    @Test
    void aCallThatFailsGivesItsTurnBack() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> door.callInTurn(List.of(WALLET), () -> {
                    throw new IllegalStateException("out of stock");
                }));

        assertThat(holder()).isEmpty();
    }

    @Test
    void insideATransactionWhoseTurnIsTakenNobodyWaits() throws Exception {
        door.callInTurn(List.of(WALLET), () -> {
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(() -> assertThatExceptionOfType(GroupBusyException.class)
                            .isThrownBy(() -> door.call(() -> deposit(WALLET))));
            return other.get();
        });

        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    /**
     * S002-3: who deletes does so only if nobody is at work on the wallet, and only if the work is not done yet; so however
     * the two meet, the work is never lost.
     */
    @Test
    void aDeletionLosesToACompletionInEveryInterleaving() throws Exception {
        Random random = new Random(42);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (long id = 1_000; id < 1_000 + INTERLEAVINGS; id++) {
                long wallet = id;
                bank.open(wallet);
                List<Callable<String>> both = List.of(
                        after(random.nextInt(20_000), () -> complete(wallet)),
                        after(random.nextInt(20_000), () -> deleteUnlessAtWork(wallet)));
                List<String> ends = new ArrayList<>();
                for (Future<String> end : threads.invokeAll(both)) {
                    ends.add(end.get());
                }

                assertThat(ends).containsAnyOf("completed", "not there");
                assertThat(ends).doesNotContain("lost");
                boolean there = bank.committed(wallet) != null;
                assertThat(there).as("what was completed is kept").isEqualTo(ends.contains("completed"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Comes earlier or later, without sleeping. */
    private static Callable<String> after(int spins, Callable<String> call) {
        return () -> {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            return call.call();
        };
    }

    private String complete(long wallet) throws Exception {
        return door.callInTurn(List.of(wallet), () -> {
            Wallet found = bank.currentSession().find(Wallet.class, wallet);
            if (found == null) {
                return "not there";
            }
            found.balance = 0;
            return "completed";
        });
    }

    private String deleteUnlessAtWork(long wallet) throws Exception {
        if (ExclusiveGroups.holder(Door.GROUP, wallet).isPresent()) {
            return "in process";
        }
        return door.callInTurn(List.of(wallet), () -> {
            Wallet found = bank.currentSession().find(Wallet.class, wallet);
            if (found == null || found.balance == 0) {
                return "done already";
            }
            bank.currentSession().remove(found);
            return "deleted";
        });
    }

    private double conflicts() {
        return meters.find("locking.conflicts").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Optional<GroupHolder> holder() {
        return ExclusiveGroups.holder(Door.GROUP, WALLET);
    }

    private @Nullable Object deposit(long wallet) throws Exception {
        return door.callInTurn(List.of(wallet), () -> {
            bodies.incrementAndGet();
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            bank.credit(wallet, 1);
            inside.decrementAndGet();
            return null;
        });
    }

    private @Nullable Object transfer(long from, long to) throws Exception {
        return door.callInTurn(List.of(from, to), () -> {
            bank.credit(from, -1);
            bank.currentSession().flush();
            bank.credit(to, 1);
            return null;
        });
    }

    @FunctionalInterface
    private interface Call {

        @Nullable
        Object by(int thread) throws Exception;
    }

    private static void inParallel(Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                work.add(() -> {
                    for (int n = 0; n < CALLS; n++) {
                        call.by(thread);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
