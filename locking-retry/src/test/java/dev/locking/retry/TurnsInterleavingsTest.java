package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.retry.KeyedLocks.Held;
import dev.locking.spi.Row;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lincheck chooses which thread goes next at every access to shared memory, and so tries interleavings that real threads
 * hardly ever meet. What it runs may not use AssertJ, which it would take apart too; a class of this kind is tagged, so that
 * it runs in a JVM of its own.
 */
@Tag("interleavings")
@SuppressWarnings("try") // holding a turn is all that some blocks are for
class TurnsInterleavingsTest {

    private static final Row ONE = new Row("Wallet", 0L);
    private static final Row TWO = new Row("Wallet", 1L);
    private static final long LONG = Long.MAX_VALUE / 2;
    private static final Timing NO_TIME_PASSES = new Timing(() -> 0L, nanos -> {}, () -> 0.0);

    /** Balances that only turns protect: an operation that is not alone on its rows returns what no order explains. */
    @Param(name = "row", gen = IntGen.class, conf = "0:1")
    public static final class Wallets {

        private final StubIntegration boundary = new StubIntegration();
        private final Turns turns = new Turns(new Heat(() -> 0L), () -> 0L);
        private final int[] balances = new int[2];

        @Operation
        public int deposit(@Param(name = "row") int row) throws InterruptedException {
            try (Held turn = take(turns, boundary, List.of(row == 0 ? ONE : TWO))) {
                int balance = balances[row];
                balances[row] = balance + 1;
                return balance + 1;
            }
        }

        @Operation
        public int transfer() throws InterruptedException {
            try (Held turn = take(turns, boundary, List.of(ONE, TWO))) {
                int from = balances[0];
                int to = balances[1];
                balances[0] = from - 1;
                balances[1] = to + 1;
                return from * 100 + to;
            }
        }

        @Operation
        public void transferIfNobodyIsThere() throws InterruptedException {
            Held turn = turns.take(boundary, List.of(ONE, TWO), 0, NO_TIME_PASSES);
            if (turn != null) {
                turn.close();
            }
        }

        @Validate
        public void nothingIsKeptThatNobodyNeeds() {
            requireEmpty(turns);
        }
    }

    @Test
    void whoHasTheTurnIsAloneOnAllItsRowsAndWaitsForNobodyWhoWaitsForIt() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(10)
                .invocationsPerIteration(50)
                .check(Wallets.class);
    }

    @Test
    void anInterruptAtAnyMomentKeepsNothing() {
        Lincheck.runConcurrentTest(50, () -> {
            Turns turns = new Turns(new Heat(() -> 0L), () -> 0L);
            StubIntegration boundary = new StubIntegration();
            Thread first = new Thread(() -> takeUnlessInterrupted(turns, boundary));
            Thread second = new Thread(() -> takeUnlessInterrupted(turns, boundary));
            first.start();
            second.start();
            second.interrupt();
            join(first);
            join(second);
            requireEmpty(turns);
        });
    }

    private static void takeUnlessInterrupted(Turns turns, StubIntegration boundary) {
        try (Held turn = take(turns, boundary, List.of(ONE, TWO))) {
            turns.users(boundary, ONE);
        } catch (InterruptedException e) {
            turns.users(boundary, TWO);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Held take(Turns turns, StubIntegration boundary, List<Row> rows) throws InterruptedException {
        return requireNonNull(turns.take(boundary, rows, LONG, NO_TIME_PASSES));
    }

    private static void requireEmpty(Turns turns) {
        if (!turns.isEmpty()) {
            throw new IllegalStateException("something is kept");
        }
    }
}
