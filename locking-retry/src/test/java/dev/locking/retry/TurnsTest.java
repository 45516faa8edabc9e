package dev.locking.retry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("try") // holding a turn is all that some blocks are for
@Timeout(30)
class TurnsTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final StubIntegration boundary = new StubIntegration();
    private final Turns turns = new Turns(new Heat(() -> 0L), () -> 0L);
    private final Row wallet = new Row("Wallet", 1L);
    private final Row other = new Row("Wallet", 2L);

    @Test
    void thoseWhoLostOnTheSameRowGoInTheOrderInWhichTheyCame() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Held first = take(List.of(wallet), LONG);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            int who = number;
            Thread thread = start(() -> {
                try (Held turn = take(List.of(wallet), LONG)) {
                    order.add(who);
                }
            });
            awaitUsers(wallet, number + 1);
            awaitThatItWaits(thread);
            waiting.add(thread);
        }

        first.close();
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(order).containsExactly(1, 2, 3, 4, 5);
        assertThat(turns.isEmpty()).as("nothing is kept that nobody needs").isTrue();
    }

    @Test
    void otherRowsDoNotWait() throws Exception {
        try (Held mine = take(List.of(wallet), LONG)) {
            assertThat(inAnotherThread(() -> turns.take(boundary, List.of(other), 0, Timing.REAL) != null))
                    .isTrue();
        }
    }

    @Test
    void whoWaitsLongerThanAllowedGetsNothingAndKeepsNothing() throws Exception {
        try (Held mine = take(List.of(other), LONG)) {
            assertThat(inAnotherThread(() -> turns.take(boundary, List.of(wallet, other), 1, Timing.REAL) == null))
                    .isTrue();
            assertThat(turns.users(boundary, wallet)).isZero();
        }
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitAndKeepsNothing() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        try (Held mine = take(List.of(other), LONG)) {
            Thread waiting = start(() -> {
                try {
                    turns.take(boundary, List.of(wallet, other), LONG, Timing.REAL);
                } catch (InterruptedException e) {
                    outcome.complete(e);
                }
            });
            awaitUsers(other, 2);
            waiting.interrupt();

            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            waiting.join();
            assertThat(turns.users(boundary, wallet)).isZero();
            assertThat(turns.users(boundary, other)).isOne();
        }
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void anInterruptThatCameBeforeTakesNothing() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> turns.take(boundary, List.of(wallet), LONG, Timing.REAL));

        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void aTurnThatIsHeldIsKept() throws Exception {
        try (Held mine = take(List.of(wallet), LONG)) {
            assertThat(turns.isEmpty()).isFalse();
        }
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void aTurnThatWasGivenBackCannotBeGivenBackAgain() throws Exception {
        Held mine = take(List.of(wallet), LONG);
        mine.close();

        Held again = take(List.of(wallet), LONG);
        mine.close();

        assertThat(turns.users(boundary, wallet)).as("users of the second turn").isOne();
        again.close();
    }

    @Test
    void rowsAreTakenInOneOrderHoweverConflictsNameThem() {
        Conflict one = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 1L);
        Conflict two = new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 2L);
        Conflict account = new Conflict(ConflictKind.STALE_UPDATE, "Account", 9L);
        Conflict unnamed = new Conflict(ConflictKind.DEADLOCK, null, null);
        LostRows lost = LostRows.NONE.and(List.of(two, unnamed, one, account, two));

        assertThat(lost.all()).containsExactly(new Row("Account", 9L), wallet, other);
        assertThat(LostRows.NONE
                        .and(List.of(account))
                        .and(List.of(one))
                        .and(List.of(two))
                        .all())
                .isEqualTo(lost.all());
        assertThat(lost.byVersion()).isEqualTo(lost.all());
        assertThat(LostRows.NONE.and(List.of(new Conflict(ConflictKind.SERIALIZATION, "Wallet", 1L))))
                .as("a turn, and no lock")
                .isEqualTo(new LostRows(List.of(wallet), List.of()));
        assertThat(lost.and(List.of(one, unnamed))).as("nothing new").isEqualTo(lost);
    }

    /** An identifier that is another one whenever it is asked. */
    private static final class ShiftingId {

        private int asked;

        @Override
        public boolean equals(@Nullable Object other) {
            return false;
        }

        @Override
        public int hashCode() {
            return asked++;
        }
    }

    /** An identifier that cannot be compared. */
    private static final class BrokenId {

        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("a lazy part of the identifier");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("a lazy part of the identifier");
        }
    }

    /** Equal to whatever comes. */
    private static final class EagerId {

        @Override
        public boolean equals(@Nullable Object other) {
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    @Test
    void whatCannotBeAKeyOrHasNoNameIsNoRow() {
        for (Object id : List.of(new ShiftingId(), new BrokenId(), new EagerId())) {
            assertThat(LostRows.NONE.and(List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", id))))
                    .isEqualTo(LostRows.NONE);
        }
        assertThat(LostRows.NONE.and(List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", null))))
                .isEqualTo(LostRows.NONE);
    }

    private Held take(List<Row> rows, long nanos) throws InterruptedException {
        return requireNonNull(turns.take(boundary, rows, nanos, Timing.REAL));
    }

    private void awaitUsers(Row row, int users) {
        while (turns.users(boundary, row) != users) {
            Thread.onSpinWait();
        }
    }

    /** Who has entered may still be on its way to the queue. */
    private static void awaitThatItWaits(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private interface Task {

        void run() throws Exception;
    }

    private interface Question {

        boolean ask() throws Exception;
    }

    private static Thread start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static boolean inAnotherThread(Question question) throws InterruptedException, ExecutionException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        start(() -> {
                    try {
                        answer.complete(question.ask());
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                })
                .join();
        return answer.get();
    }
}
