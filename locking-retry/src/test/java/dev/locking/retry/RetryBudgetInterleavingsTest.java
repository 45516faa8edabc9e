package dev.locking.retry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link TurnsInterleavingsTest}: Lincheck chooses which thread goes next. */
@Tag("interleavings")
class RetryBudgetInterleavingsTest {

    private static final long NOW = TimeUnit.SECONDS.toNanos(12);
    private static final long TEN_SECONDS_AGO = TimeUnit.SECONDS.toNanos(2);

    /** Nothing is left of the reserve, and the slot of this second has still a count of the one ten seconds ago. */
    public static final class OneSecond {

        private final RetryBudget budget = new RetryBudget();
        private final AtomicInteger earned = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();

        public OneSecond() {
            budget.deposit(TEN_SECONDS_AGO);
            boolean more = true;
            while (more) {
                more = budget.tryWithdraw(NOW);
            }
        }

        /** Five, which is what one retry is given for: if one of them is lost, so is the retry. */
        @Operation
        public void deposits() {
            for (int i = 0; i < 5; i++) {
                budget.deposit(NOW);
            }
            earned.incrementAndGet();
        }

        @Operation
        public boolean withdrawal() {
            boolean given = budget.tryWithdraw(NOW);
            if (given) {
                taken.incrementAndGet();
            }
            return given;
        }

        @Validate
        public void whatWasEarnedAndNotTakenIsThere() {
            if (budget.available(NOW) != earned.get() - taken.get()) {
                throw new IllegalStateException(
                        earned + " earned, " + taken + " taken, but available: " + budget.available(NOW));
            }
        }
    }

    @Test
    void noDepositIsLostAndNothingIsTakenTwice() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(10)
                .invocationsPerIteration(50)
                .check(OneSecond.class);
    }
}
