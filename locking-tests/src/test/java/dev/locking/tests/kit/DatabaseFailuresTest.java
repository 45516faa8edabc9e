package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What databases answer for real: provoked, not imagined. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class DatabaseFailuresTest extends DoorKit {

    private static final long OTHER_WALLET = 20;

    @Test
    void bothWhoWouldDeadlockCommitInTheEnd() throws Exception {
        bank.open(OTHER_WALLET);
        AtomicInteger bodies = new AtomicInteger();
        CyclicBarrier bothHoldTheirFirst = new CyclicBarrier(2);

        inParallel(
                () -> transfer(WALLET, OTHER_WALLET, bodies, bothHoldTheirFirst),
                () -> transfer(OTHER_WALLET, WALLET, bodies, bothHoldTheirFirst));

        assertThat(bank.balance(WALLET)).isEqualTo(100);
        assertThat(bank.balance(OTHER_WALLET)).isEqualTo(100);
        assertThat(bank.committed(WALLET).version).isEqualTo(2);
        assertThat(conflicts("deadlock")).as("rows that clashed").isPositive();
        assertThat(bodies).hasValueGreaterThanOrEqualTo(3);
    }

    private @Nullable Object transfer(long from, long to, AtomicInteger bodies, CyclicBarrier barrier)
            throws Exception {
        return door.call(() -> {
            bank.credit(from, -10);
            bank.currentSession().flush();
            if (bodies.incrementAndGet() <= 2) {
                barrier.await();
            }
            bank.credit(to, 10);
            bank.currentSession().flush();
            return null;
        });
    }

    @Test
    void aLockTimeoutLeavesAsItCameUnlessItIsDeclared() {
        AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
        try (Session holder = bank.factory().openSession()) {
            holder.beginTransaction();
            holder.find(Wallet.class, WALLET).balance += 7;
            holder.flush();

            assertThatThrownBy(() -> door.call(() -> {
                        attempts++;
                        execute(impatience());
                        bank.credit(WALLET, 50);
                        flushRemembering(thrown);
                        return null;
                    }))
                    .isSameAs(thrown.get())
                    .hasRootCauseInstanceOf(SQLException.class);

            holder.getTransaction().rollback();
        }
        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    private String impatience() {
        return switch (product()) {
            case "H2" -> "set lock_timeout 100";
            case "PostgreSQL" -> "set local lock_timeout = '100ms'";
            default -> "set session innodb_lock_wait_timeout = 1";
        };
    }

    @Test
    void aDuplicateLeavesAsItCameUnlessItIsDeclared() {
        AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.currentSession().persist(new Wallet(WALLET, 1));
                    flushRemembering(thrown);
                    return null;
                }))
                .isSameAs(thrown.get())
                .isNotNull();

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void aDuplicateIsRepeatedWhereItIsDeclared() throws Exception {
        door.callDeclaringDuplicatesAndLockTimeouts(() -> {
            attempts++;
            Wallet wallet = bank.currentSession().find(Wallet.class, OTHER_WALLET);
            if (wallet == null) {
                bank.open(OTHER_WALLET);
                bank.currentSession().persist(new Wallet(OTHER_WALLET, 50));
            } else {
                wallet.balance += 50;
            }
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(OTHER_WALLET)).isEqualTo(150);
    }

    @Test
    void aLockTimeoutIsRepeatedWhereItIsDeclared() throws Exception {
        try (Session holder = bank.factory().openSession()) {
            holder.beginTransaction();
            holder.find(Wallet.class, WALLET).balance += 7;
            holder.flush();

            door.callDeclaringDuplicatesAndLockTimeouts(() -> {
                attempts++;
                execute(impatience());
                if (attempts == 2) {
                    holder.getTransaction().rollback();
                }
                bank.credit(WALLET, 50);
                return null;
            });
        }

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    private void flushRemembering(AtomicReference<@Nullable RuntimeException> thrown) {
        try {
            bank.currentSession().flush();
        } catch (RuntimeException e) {
            thrown.set(e);
            throw e;
        }
    }

    @Test
    void aConflictThatTheSnapshotFindsIsRepeated() throws Exception {
        door.call(() -> {
            execute(onASnapshot());
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
        assertThat(conflicts(snapshotConflict())).isOne();
    }

    private String snapshotConflict() {
        return product().equals("H2") ? "deadlock" : "serialization";
    }

    private int conflicts(String kind) {
        return meters.find("locking.conflicts").tags("operation", door.operation(), "kind", kind).counters().stream()
                .mapToInt(counter -> (int) counter.count())
                .sum();
    }

    private static void inParallel(Callable<?>... people) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(people.length);
        try {
            List<Future<?>> acts = new ArrayList<>();
            for (Callable<?> person : people) {
                acts.add(threads.submit(person));
            }
            for (Future<?> act : acts) {
                act.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
