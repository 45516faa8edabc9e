package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.GroupBusyException;
import dev.locking.GroupPolicy;
import dev.locking.hibernate.Versions;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door;
import dev.locking.tests.door.Door.Work;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that share one transaction. Somebody has the turn until all who are to share it wait; the pool has three connections. */
@ParameterizedClass(name = "{0}, {1}, {2}")
@MethodSource("doorsDatabasesAndFlushes")
@Timeout(60)
class CombiningTest extends DoorKit {

    private static final int CALLS = 10;

    @Parameter(2)
    Flush flush;

    private final Set<Object> transactions = Collections.synchronizedSet(new HashSet<>());
    private final List<Long> afterCommit = Collections.synchronizedList(new ArrayList<>());

    enum Flush {
        ONCE {
            @Override
            <T extends @Nullable Object> T call(Door door, List<Long> keys, Work<T> work) throws Exception {
                return door.callCombined(keys, work);
            }
        },
        EACH {
            @Override
            <T extends @Nullable Object> T call(Door door, List<Long> keys, Work<T> work) throws Exception {
                return door.callCombinedWithFlush(keys, work);
            }
        };

        abstract <T extends @Nullable Object> T call(Door door, List<Long> keys, Work<T> work) throws Exception;
    }

    static List<Arguments> doorsDatabasesAndFlushes() {
        List<Arguments> all = new ArrayList<>();
        doorsAndDatabases().forEach(known -> {
            for (Flush flush : Flush.values()) {
                all.add(Arguments.of(known.get()[0], known.get()[1], flush));
            }
        });
        return all;
    }

    @Override
    Bank bank(Database database) {
        return Bank.in(database, Map.of("hibernate.connection.pool_size", "3"));
    }

    @Test
    void callsThatWaitShareOneTransactionAndEachReturnsItsOwn() throws Exception {
        List<FutureTask<Long>> calls = together(number -> deposit(number));

        for (int number = 0; number < CALLS; number++) {
            assertThat(calls.get(number).get()).isEqualTo(number);
        }
        assertThat(transactions).hasSize(1);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + CALLS);
        assertThat(bank.committed(WALLET).version).isEqualTo(flush == Flush.ONCE ? 1 : CALLS);
        assertThat(afterCommit).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(ended("combined")).isEqualTo(CALLS);
        assertThat(meters.get("locking.combined").summaries().stream()
                        .mapToDouble(DistributionSummary::totalAmount)
                        .sum())
                .isEqualTo(CALLS);
    }

    /** All have seen version 0, and who comes second must not get through by sharing the transaction of the first. */
    @Test
    void versionsThatCallersExpectAreCheckedCallByCall() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            Wallet wallet = bank.currentSession().find(Wallet.class, WALLET);
            Versions.require(wallet, 0L);
            wallet.balance += 1;
            return number;
        });

        List<Throwable> refused = new ArrayList<>();
        for (FutureTask<Long> call : calls) {
            Throwable cause = causeOf(call);
            if (cause != null) {
                refused.add(cause);
            }
        }
        assertThat(refused)
                .hasSize(CALLS - 1)
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOfSatisfying(
                                ConflictException.class,
                                stale -> assertThat(stale.conflicts().get(0).kind())
                                        .isEqualTo(ConflictKind.STALE_VERSION)));
        assertThat(bank.balance(WALLET)).isEqualTo(101);
    }

    @Test
    void aBodyThatFailsGetsItsOwnExceptionAndHarmsNoOther() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            long done = deposit(number);
            if (number == 3) {
                throw new IllegalStateException("out of stock");
            }
            return done;
        });

        assertThat(causeOf(calls.get(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("out of stock");
        for (int number = 0; number < CALLS; number++) {
            if (number != 3) {
                assertThat(calls.get(number).get()).isEqualTo(number);
            }
        }
        assertThat(bank.balance(WALLET)).isEqualTo(100 + CALLS - 1);
        assertThat(afterCommit).hasSize(CALLS - 1).doesNotContain(3L);
        assertThat(ended("failed")).isOne();
    }

    /** Its body runs before anybody else's, so that the failure is known to be its own. */
    @Test
    void aLeaderThatFailsRunsOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<FutureTask<Long>> calls = together(number -> {
            if (number == 0) {
                runs.incrementAndGet();
                throw new IllegalStateException("out of stock");
            }
            return deposit(number);
        });

        assertThat(causeOf(calls.get(0))).hasMessage("out of stock");
        assertThat(runs).hasValue(1);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + CALLS - 1);
    }

    @Test
    void whoComesWhileALeaderRunsIsTakenAlong() throws Exception {
        List<FutureTask<Long>> calls = new ArrayList<>();
        long led = flush.call(door, List.of(WALLET), () -> {
            if (calls.isEmpty()) {
                calls.add(new FutureTask<>(() -> call(1)));
                start(calls.get(0));
            }
            return deposit(0);
        });

        assertThat(led).isZero();
        assertThat(calls.get(0).get()).isOne();
        assertThat(transactions).hasSize(1);
        assertThat(bank.balance(WALLET)).isEqualTo(102);
    }

    /** The actions of an attempt that was repeated without a call do not run twice. */
    @Test
    void aLeaderThatRunsAgainWithoutAnotherDoesWhatComesAfterTheCommitOnce() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            if (number == 1) {
                throw new IllegalStateException("out of stock");
            }
            return deposit(number);
        });

        assertThat(calls.get(0).get()).isZero();
        assertThat(afterCommit).containsOnlyOnce(0L).hasSize(CALLS - 1);
    }

    @Test
    void allBodiesThatFailGetTheirOwn() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            deposit(number);
            throw new IllegalStateException("call " + number);
        });

        for (int number = 0; number < CALLS; number++) {
            assertThat(causeOf(calls.get(number))).hasMessage("call " + number);
        }
        assertThat(bank.balance(WALLET)).isEqualTo(100);
        assertThat(afterCommit).isEmpty();
    }

    /** Nobody can say whose change the database refuses when it is asked about all of them at the end. */
    @Test
    void whatTheDatabaseRefusesIsTheCallsOwnFailure() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            if (number == 5) {
                bank.currentSession().persist(new Wallet(WALLET, 1));
            }
            return deposit(number);
        });

        assertThatThrownBy(() -> calls.get(5).get()).isInstanceOf(ExecutionException.class);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + CALLS - 1);
    }

    @Test
    void aConflictWithSomebodyWhoTakesNoTurnIsOvercomeTogether() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<FutureTask<Long>> calls = together(number -> {
            long done = deposit(number);
            if (runs.incrementAndGet() == 1) {
                bank.creditElsewhere(WALLET, 1000);
            }
            return done;
        });

        for (FutureTask<Long> call : calls) {
            call.get();
        }
        assertThat(bank.balance(WALLET)).isEqualTo(1100 + CALLS);
        assertThat(afterCommit).hasSize(CALLS);
        assertThat(meters.find("locking.conflicts").counters()).isNotEmpty();
    }

    @Test
    void eachCallIsItsOwnAttempt() throws Exception {
        List<FutureTask<Long>> calls = together(number -> {
            Attempt attempt = Attempt.current();
            deposit(number);
            assertThat(Attempt.current()).isSameAs(attempt);
            transactions.add(attempt);
            return (long) attempt.number();
        });

        for (FutureTask<Long> call : calls) {
            assertThat(call.get()).isOne();
        }
        assertThat(transactions).as("one transaction and the attempts").hasSize(1 + CALLS);
    }

    @Test
    void anInterruptedCallThatStillWaitsIsNotRun() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = holder(held, release);
        held.await();
        FutureTask<Long> first = new FutureTask<>(() -> call(1));
        start(first);
        FutureTask<Boolean> second = new FutureTask<>(() -> {
            assertThatExceptionOfType(GroupBusyException.class).isThrownBy(() -> call(2));
            return Thread.interrupted();
        });
        Thread interrupted = start(second);

        interrupted.interrupt();
        assertThat(second.get()).as("the flag is kept").isTrue();
        release.countDown();
        holder.join();

        assertThat(first.get()).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(101);
    }

    /** What a body of the kit does: it adds one, and remembers in which transaction and what commits. */
    private long deposit(long number) {
        transactions.add(bank.currentSession().getTransaction());
        bank.credit(WALLET, 1);
        Attempt.current().afterCommit(() -> afterCommit.add(number));
        return number;
    }

    private interface Body {

        long run(long number) throws Exception;
    }

    private long call(long number) throws Exception {
        return flush.call(door, List.of(WALLET), () -> deposit(number));
    }

    /** The calls wait for one who has the turn, and all go when it is given back. */
    private List<FutureTask<Long>> together(Body body) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder = holder(held, release);
        held.await();
        List<FutureTask<Long>> calls = new ArrayList<>();
        for (long number = 0; number < CALLS; number++) {
            long own = number;
            FutureTask<Long> call = new FutureTask<>(() -> flush.call(door, List.of(WALLET), () -> body.run(own)));
            calls.add(call);
            start(call);
        }
        release.countDown();
        holder.join();
        for (FutureTask<Long> call : calls) {
            causeOf(call);
        }
        return calls;
    }

    private static Thread start(FutureTask<?> call) {
        Thread thread = new Thread(call);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private static Thread holder(CountDownLatch held, CountDownLatch release) {
        Thread holder = new Thread(() -> ExclusiveGroups.<@Nullable Void, RuntimeException>call(
                "holder", GroupPolicy.named(Door.GROUP), List.of(WALLET), () -> {
                    held.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                }));
        holder.start();
        return holder;
    }

    private static @Nullable Throwable causeOf(FutureTask<Long> call) throws InterruptedException {
        try {
            call.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private long ended(String outcome) {
        return meters.find("locking.executions").tag("outcome", outcome).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}
