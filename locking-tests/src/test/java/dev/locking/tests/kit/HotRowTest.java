package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.Attempt;
import dev.locking.Hotspot;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.Locking;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door;
import dev.locking.tests.door.Door.Work;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row on which calls lose again and again. Two connections in the pool: who waits for its turn has none, or nobody else could
 * go on.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
@Timeout(60)
class HotRowTest extends DoorKit {

    /** Enough to stay hot for some seconds, whatever the machine does meanwhile. */
    private static final int CONFLICTS = 32;

    private final List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());

    /** How a call gets in. */
    private interface Way {

        <T extends @Nullable Object> T call(Work<T> work) throws Exception;
    }

    @Override
    Bank bank(Database database) {
        return Bank.in(database, Map.of("hibernate.connection.pool_size", "2"));
    }

    @Test
    void whoComesNewWaitsForItsTurnBeforeItReadsTheRowAndWithoutAConnection() throws Exception {
        heatUp(this::call);
        CountDownLatch waits = new CountDownLatch(1);
        double conflictsBefore = conflicts();

        FutureTask<Long> newcomer = call(() -> {
            bank.credit(WALLET, 1);
            FutureTask<Long> other = new FutureTask<>(() -> door.call(() -> {
                numbers.add(Attempt.current().number());
                bank.credit(WALLET, 10);
                return bank.currentSession().find(Wallet.class, WALLET).balance;
            }));
            startAndAwaitWaiting(other);
            waits.countDown();
            bank.creditElsewhere(2, 5);
            return other;
        });

        assertThat(waits.getCount()).isZero();
        assertThat(newcomer.get()).isEqualTo(bank.balance(WALLET));
        assertThat(numbers).as("given up before it read, and run in its turn").containsExactly(1, 2);
        assertThat(conflicts()).as("of the newcomer").isEqualTo(conflictsBefore);
    }

    @Test
    void aBodyThatCatchesWhatEndsItsAttemptDoesNotGetThroughWithIt() throws Exception {
        heatUp(this::call);
        long before = bank.balance(2);

        FutureTask<Long> newcomer = call(() -> {
            bank.credit(WALLET, 1);
            FutureTask<Long> other = new FutureTask<>(() -> door.call(() -> {
                numbers.add(Attempt.current().number());
                bank.credit(2, 3);
                try {
                    bank.credit(WALLET, 10);
                } catch (RuntimeException e) {
                    return -1L;
                }
                return 1L;
            }));
            startAndAwaitWaiting(other);
            return other;
        });

        assertThat(newcomer.get()).isOne();
        assertThat(numbers).containsExactly(1, 2);
        assertThat(bank.balance(2)).as("once").isEqualTo(before + 3);
    }

    @Test
    void whoeverReadsOtherRowsDoesNotWait() throws Exception {
        heatUp(this::call);

        call(() -> {
            bank.credit(WALLET, 1);
            FutureTask<Long> other = new FutureTask<>(() -> door.call(() -> {
                bank.credit(2, 1);
                return 1L;
            }));
            new Thread(other).start();
            return other.get();
        });
    }

    @Test
    void coldKeysOfAGroupThatIsForHotOnesDoNotWait() throws Exception {
        CyclicBarrier bothAreInside = new CyclicBarrier(2);
        Work<Boolean> inside = () -> {
            bothAreInside.await();
            return ExclusiveGroups.holder(Door.GROUP, 3L).isPresent();
        };
        FutureTask<Boolean> other = new FutureTask<>(() -> door.callWhenHot(List.of(3L), inside));
        new Thread(other).start();

        assertThat(door.callWhenHot(List.of(3L), inside)).isFalse();
        assertThat(other.get()).isFalse();
    }

    @Test
    void hotKeysTakeTurnsAndAreToldOf() throws Exception {
        heatUp(this::callWhenHot);

        boolean held = door.callWhenHot(
                List.of(WALLET),
                () -> ExclusiveGroups.holder(Door.GROUP, WALLET).isPresent());

        assertThat(held).isTrue();
        assertThat(Locking.hotspots())
                .extracting(Hotspot::kind, Hotspot::name, Hotspot::key)
                .contains(tuple(Hotspot.Kind.GROUP, Door.GROUP, "Long:1:1"), tuple(Hotspot.Kind.ROW, "Wallet", WALLET));
    }

    private <T extends @Nullable Object> T call(Work<T> work) throws Exception {
        return door.call(work);
    }

    private <T extends @Nullable Object> T callWhenHot(Work<T> work) throws Exception {
        return door.callWhenHot(List.of(WALLET), work);
    }

    /** When it has lost in spite of its turn again and again, the first attempt ends before it reads, and the second has locked. */
    private void heatUp(Way way) throws Exception {
        for (int i = 0; i < CONFLICTS; i++) {
            way.<@Nullable Void>call(() -> {
                bank.credit(WALLET, 1);
                if (Attempt.current().number() == 1) {
                    bank.creditElsewhere(WALLET, 1);
                }
                return null;
            });
        }
    }

    @Test
    void whoIsOvertakenInItsTurnAgainAndAgainLocksTheRowBeforeItReads() throws Exception {
        heatUp(this::call);
        double conflictsBefore = conflicts();

        long balance = door.call(() -> {
            bank.credit(WALLET, 1);
            numbers.add(Attempt.current().number());
            assertThatThrownBy(this::lockElsewhere).isInstanceOf(PersistenceException.class);
            return bank.currentSession().find(Wallet.class, WALLET).balance;
        });

        assertThat(numbers).as("the first one has ended before").containsExactly(2);
        assertThat(bank.balance(WALLET)).isEqualTo(balance);
        assertThat(conflicts()).isEqualTo(conflictsBefore);
    }

    private void lockElsewhere() {
        bank.inAnotherSession(session -> session.createNativeQuery(
                        "select id from Wallet where id = " + WALLET + " for update nowait", Long.class)
                .getResultList());
    }

    private double conflicts() {
        return meters.find("locking.conflicts").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Until it has run into the turn of the calling thread. */
    private void startAndAwaitWaiting(FutureTask<Long> call) {
        Thread thread = new Thread(call);
        thread.start();
        while ((numbers.isEmpty() || thread.getState() != Thread.State.TIMED_WAITING) && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
