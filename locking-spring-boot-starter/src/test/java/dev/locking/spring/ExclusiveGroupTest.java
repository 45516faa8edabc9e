package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.GroupBusyException;
import dev.locking.retry.ExclusiveGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Turns and shared transactions, with transactions of Spring. */
class ExclusiveGroupTest extends SpringKit {

    private static final int CALLS = 8;

    @Test
    void theTurnIsTakenBeforeTheTransactionBeginsAndGivenBackAfterIt() {
        bank.open(1);

        errands.inTurn(1, () -> {
            bank.deposit();
            assertThat(ExclusiveGroups.holder("errands", 1L)).isPresent();
        });

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(ExclusiveGroups.holder("errands", 1L)).isEmpty();
    }

    @Test
    void inTurnNobodyMeetsAConflict() throws Exception {
        bank.open(0);

        atOnce(call -> errands.inTurn(1, bank::deposit));

        assertThat(trace()).hasSize(3 * CALLS).doesNotContain("rollback");
        assertThat(bank.balance()).isEqualTo(100 + CALLS * 50L);
    }

    @Test
    void aMethodThatIsOnlyInAGroupBeginsNoTransaction() {
        bank.open(0);

        errands.inTurnWithoutTransaction(
                1,
                () -> assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                        .isFalse());

        assertThat(trace()).isEmpty();
    }

    @Test
    void insideATransactionNobodyWaitsForATurn() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<?> holder = other.submit(() -> errands.inTurn(1, () -> {
            inside.countDown();
            await(refused);
        }));
        await(inside);

        assertThatExceptionOfType(GroupBusyException.class)
                .isThrownBy(() -> outer.executeWithoutResult(status -> errands.inTurn(1, () -> {})));

        refused.countDown();
        holder.get();
        other.shutdown();
    }

    @Test
    void callsThatWaitShareOneTransaction() throws Exception {
        bank.open(0);
        AtomicInteger results = new AtomicInteger();

        shared(call -> results.addAndGet(errands.together(1, () -> {
            bank.deposit();
            return call;
        })));

        assertThat(bank.balance()).isEqualTo(100 + CALLS * 50L);
        assertThat(results).hasValue((CALLS - 1) * CALLS / 2);
        assertThat(trace().stream().filter("begin"::equals).count()).isLessThan(CALLS);
    }

    @Test
    void aCallThatThrowsWhatMayCommitHarmsNoOtherAndCommitsAlone() throws Exception {
        bank.open(0);
        List<Exception> thrown = new ArrayList<>();

        shared(call -> {
            try {
                errands.together(1, () -> {
                    bank.deposit();
                    if (call == 3) {
                        throw new TimeoutException();
                    }
                    return 0;
                });
            } catch (TimeoutException e) {
                thrown.add(e);
            }
        });

        assertThat(thrown).hasSize(1);
        assertThat(bank.balance()).isEqualTo(100 + CALLS * 50L);
    }

    private interface Call {
        void make(int number) throws Exception;
    }

    /** While another call has the turn, so that these wait for the next one together. */
    private void shared(Call call) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<?> holder = other.submit(() -> errands.together(1, () -> {
            inside.countDown();
            await(waiting);
            return 0;
        }));
        await(inside);
        atOnce(call, waiting);
        holder.get();
        other.shutdown();
    }

    private static void atOnce(Call call) throws Exception {
        atOnce(call, new CountDownLatch(0));
    }

    private static void atOnce(Call call, CountDownLatch whenAllWait) throws Exception {
        List<Thread> callers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < CALLS; i++) {
            int number = i;
            Thread caller = new Thread(() -> {
                try {
                    call.make(number);
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            callers.add(caller);
            caller.start();
        }
        if (whenAllWait.getCount() > 0) {
            for (Thread caller : callers) {
                awaitParked(caller);
            }
            whenAllWait.countDown();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
    }

    private static void awaitParked(Thread caller) {
        while (caller.getState() != Thread.State.TIMED_WAITING && caller.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
