package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.locking.GroupBusyException;
import dev.locking.GroupHolder;
import dev.locking.GroupPolicy;
import dev.locking.OnBusy;
import dev.locking.Operation;
import dev.locking.retry.Groups.Turn;
import dev.locking.spi.ExecutionListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("try") // having the turn is all that some blocks are for
@Timeout(30)
class GroupsTest {

    private static final ClusterScope NO_CLUSTER = new ClusterScope(unit -> {
        throw new AssertionError("no unit is asked for");
    });

    private static final GroupPolicy WALLET = GroupPolicy.named("wallet").maxWait(Duration.ofMinutes(1));
    private static final GroupPolicy IMPATIENT = WALLET.maxWait(Duration.ofNanos(1));

    private final List<String> waits = Collections.synchronizedList(new ArrayList<>());
    private final Groups groups = new Groups(
            NO_CLUSTER, new Heat(System::nanoTime), System::nanoTime, new Listeners(List.of(new ExecutionListener() {
                @Override
                public void onGroupWait(String operation, String group, long waitedNanos) {
                    waits.add(operation + " in " + group + (waitedNanos >= 0 ? "" : " negative"));
                }
            })));

    @AfterEach
    void nothingIsKept() {
        assertThat(groups.isEmpty()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void callsWithTheSameKeyGoInTheOrderInWhichTheyCame() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        try (Turn first = enter(WALLET, 1L)) {
            for (int number = 1; number <= 5; number++) {
                int who = number;
                Thread thread = new Thread(() -> {
                    try (Turn turn = enter(WALLET, 1L)) {
                        order.add(who);
                    }
                });
                thread.start();
                waiting.add(thread);
                awaitParked(thread);
            }
        }
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(order).containsExactly(1, 2, 3, 4, 5);
        assertThat(waits).hasSize(6);
    }

    @Test
    void otherKeysAndOtherGroupsDoNotWait() throws Exception {
        try (Turn turn = enter(WALLET, 1L)) {
            assertThat(isFree(IMPATIENT, 2L)).isTrue();
            assertThat(isFree(IMPATIENT, 1)).as("an int is another key").isTrue();
            assertThat(isFree(GroupPolicy.named("order").onBusy(OnBusy.FAIL), 1L))
                    .isTrue();
            assertThat(isFree(IMPATIENT, 1L)).isFalse();
        }
        assertThat(isFree(IMPATIENT, 1L)).isTrue();
    }

    @Test
    void aTurnIsOnAllKeysOfTheCall() throws Exception {
        try (Turn turn = enter(WALLET, List.of(2L, List.of(1L, 3L), new long[] {4}), "transfer", true)) {
            for (long key = 1; key <= 4; key++) {
                assertThat(isFree(IMPATIENT, key)).isFalse();
            }
        }
        assertThat(isFree(IMPATIENT, 3L)).isTrue();
    }

    @Test
    void callsWithTheSameKeysInAnotherOrderDoNotDeadlock() throws Exception {
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<Long> keys = i % 2 == 0 ? List.of(1L, 2L) : List.of(2L, 1L);
            calls.add(CompletableFuture.runAsync(() -> {
                try (Turn turn = enter(WALLET, keys, "transfer", true)) {
                    Thread.onSpinWait();
                }
            }));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
    }

    @Test
    void whoHasTheTurnDoesNotWaitForItAgain() throws Exception {
        try (Turn outer = enter(WALLET, 1L)) {
            try (Turn inner = enter(WALLET.onBusy(OnBusy.FAIL).maxQueued(1), 1L)) {
                assertThat(isFree(IMPATIENT, 1L)).isFalse();
            }
            assertThat(isFree(IMPATIENT, 1L)).as("the outer call still has it").isFalse();
        }
        assertThat(isFree(IMPATIENT, 1L)).isTrue();
    }

    @Test
    void theSameKeyTwiceInOneCallIsOneKey() {
        try (Turn turn = enter(WALLET, List.of(1L, 1L), "transfer", true)) {
            assertThat(groups.users("wallet", 1L)).isOne();
        }
    }

    @Test
    void theBytesOfOneKeyAreNoKeys() {
        try (Turn turn = enter(WALLET, new byte[] {1, 2})) {
            assertThat(groups.users("wallet", new byte[] {1, 2})).isOne();
            assertThat(groups.isEmpty()).isFalse();
        }
    }

    @Test
    void anInterruptThatCameBeforeTakesNothingAndNamesNobody() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(GroupBusyException.class)
                .isThrownBy(() -> enter(WALLET, 1L))
                .withMessageEndingWith("the thread was interrupted while it waited for its turn")
                .satisfies(refused -> assertThat(refused.holder()).isEmpty());

        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
    }

    @Test
    void timesAreCountedFromWhenTheyBegan() {
        AtomicLong now = new AtomicLong(1_000);
        List<Long> waited = new ArrayList<>();
        Groups timed =
                new Groups(NO_CLUSTER, new Heat(now::get), now::get, new Listeners(List.of(new ExecutionListener() {
                    @Override
                    public void onGroupWait(String operation, String group, long waitedNanos) {
                        waited.add(waitedNanos);
                    }
                })));

        try (Turn turn = enter(timed, WALLET, List.of(1L), "deposit", true)) {
            now.addAndGet(500);
            assertThat(timed.holder("wallet", 1L))
                    .hasValueSatisfying(holder -> assertThat(holder.age()).isEqualTo(Duration.ofNanos(500)));
        }

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(GroupBusyException.class)
                .isThrownBy(() -> enter(timed, WALLET, List.of(1L), "deposit", true));

        assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        assertThat(waited).containsExactly(0L, 0L);
    }

    @Test
    void whoHasWaitedExactlyAsLongAsItMayWasNotSentAwayByOthers() throws Exception {
        AtomicLong readings = new AtomicLong();
        LongSupplier clock = () -> readings.incrementAndGet() > 4 ? 1 : 0;
        Groups timed = new Groups(NO_CLUSTER, new Heat(() -> 0L), clock, new Listeners(List.of()));

        try (Turn turn = enter(timed, IMPATIENT, List.of(1L), "deposit", true)) {
            readings.set(3);
            assertThat(inAnotherThread(
                            () -> catchThrowable(() -> enter(timed, IMPATIENT, List.of(1L), "deposit", true))))
                    .hasMessageContaining("its turn did not come within maxWait");
        }
    }

    @Test
    void tellsWhoHasTheTurnAndForHowLong() throws Exception {
        assertThat(groups.holder("wallet", 1L)).isEmpty();
        try (Turn turn = enter(WALLET, 1L)) {
            GroupHolder holder =
                    inAnotherThread(() -> groups.holder("wallet", 1L).orElseThrow());

            assertThat(holder.operation()).isEqualTo("deposit");
            assertThat(holder.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(holder.age()).isPositive();
        }
        assertThat(groups.holder("wallet", 1L)).isEmpty();
    }

    @Test
    void ageAndWaitAreMeasuredByTheMonotonicClock() {
        long[] now = {1_000};
        List<Long> waited = new ArrayList<>();
        Groups clocked = new Groups(
                NO_CLUSTER, new Heat(() -> 0L), () -> now[0] += 10, new Listeners(List.of(new ExecutionListener() {
                    @Override
                    public void onGroupWait(String operation, String group, long waitedNanos) {
                        waited.add(waitedNanos);
                    }
                })));

        try (Turn turn = enter(clocked, WALLET, List.of(1L), "deposit", true)) {
            assertThat(clocked.holder("wallet", 1L).orElseThrow().age())
                    .isPositive()
                    .isLessThan(Duration.ofNanos(1_000));
        }

        assertThat(waited).singleElement().satisfies(nanos -> assertThat(nanos).isBetween(10L, 100L));
    }

    @Test
    void failsAtOnceWhereItMustNotWait() throws Exception {
        try (Turn turn = enter(WALLET, 1L)) {
            assertThat(refusal(WALLET.onBusy(OnBusy.FAIL), true))
                    .hasMessageStartingWith(
                            "deposit did not run: it is in the exclusive group \"wallet\", and the turn is"
                                    + " taken, and onBusy = FAIL; it is with deposit on thread "
                                    + Thread.currentThread().getName()
                                    + ", for ")
                    .satisfies(refused -> assertThat(refused.holder()).isPresent());
            assertThat(refusal(WALLET, false)).hasMessageContaining("inside an active transaction nobody waits for it");
        }
        assertThat(waits).as("a refusal is told too").hasSize(3);
    }

    @Test
    void givesUpAfterMaxWait() throws Exception {
        try (Turn turn = enter(WALLET, 1L)) {
            assertThat(refusal(IMPATIENT, true))
                    .hasMessageContaining("its turn did not come within maxWait = PT0.000000001S");
        }
    }

    @Test
    void refusesWhoComesWhenEnoughWait() throws Exception {
        GroupPolicy oneMayWait = WALLET.maxQueued(1);
        Thread waiting;
        try (Turn turn = enter(oneMayWait, 1L)) {
            waiting = new Thread(() -> enter(oneMayWait, 1L).close());
            waiting.start();
            awaitParked(waiting);

            assertThat(refusal(oneMayWait, true)).hasMessageContaining("maxQueued = 1 others wait already");
        }
        waiting.join();
    }

    @Test
    void anInterruptEndsTheWaitAndTheFlagIsKept() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        try (Turn turn = enter(WALLET, 1L)) {
            Thread waiting = new Thread(() -> {
                try {
                    enter(WALLET, 1L).close();
                } catch (GroupBusyException e) {
                    seen.add(e.getMessage());
                    seen.add(Thread.currentThread().isInterrupted());
                }
                done.countDown();
            });
            waiting.start();
            awaitParked(waiting);
            waiting.interrupt();
            done.await();
        }

        assertThat(seen).hasSize(2).last().isEqualTo(true);
        assertThat(seen.get(0).toString()).contains("the thread was interrupted while it waited for its turn");
    }

    @Test
    void refusesKeysThatTellNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enter(WALLET, Arrays.asList(1L, null), "deposit", true))
                .withMessageContaining("deposit: a key of its exclusive group is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enter(WALLET, List.of(new StringBuilder()), "deposit", true))
                .withMessageContaining("deposit: a key of its exclusive group cannot be used: a value of type"
                        + " java.lang.StringBuilder");
    }

    @Test
    void longKeysAreKeysLikeOthers() throws Exception {
        String key = "x".repeat(100_000);
        try (Turn turn = enter(WALLET, key)) {
            assertThat(isFree(IMPATIENT, key)).isFalse();
            assertThat(isFree(IMPATIENT, key + "y")).isTrue();
        }
    }

    /** Somebody who invents keys finds that they are forgotten. */
    @Test
    void keepsNoKeyThatNobodyUses() {
        for (int i = 0; i < 10_000; i++) {
            enter(WALLET, UUID.randomUUID()).close();
        }

        assertThat(groups.isEmpty()).isTrue();
    }

    private Turn enter(GroupPolicy policy, List<?> keys, String operation, boolean mayWait) {
        return enter(groups, policy, keys, operation, mayWait);
    }

    private static Turn enter(Groups in, GroupPolicy policy, List<?> keys, String operation, boolean mayWait) {
        return in.enter(
                Operation.named(operation).group(policy),
                Groups.locks(policy, keys, operation),
                Groups.patience(policy, mayWait));
    }

    private Turn enter(GroupPolicy policy, Object key) {
        return enter(policy, List.of(key), "deposit", true);
    }

    private boolean isFree(GroupPolicy policy, Object key) throws Exception {
        return inAnotherThread(() -> {
            try (Turn turn = enter(policy, key)) {
                return true;
            } catch (GroupBusyException e) {
                return false;
            }
        });
    }

    private GroupBusyException refusal(GroupPolicy policy, boolean mayWait) throws Exception {
        return inAnotherThread(() -> {
            try {
                enter(policy, List.of(1L), "deposit", mayWait).close();
                throw new AssertionError("it got its turn");
            } catch (GroupBusyException refused) {
                return refused;
            }
        });
    }

    private static <T> T inAnotherThread(Supplier<T> work) throws Exception {
        return CompletableFuture.supplyAsync(work).get();
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
