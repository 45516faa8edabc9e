package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {

    private static final long RESERVE = (long) RetryBudget.PER_SECOND * RetryBudget.WINDOW_SECONDS;

    private final RetryBudget budget = new RetryBudget();

    @Test
    void hasAReserveWithoutAnyExecution() {
        assertThat(withdrawals(0)).isEqualTo(RESERVE);
        assertThat(budget.tryWithdraw(0)).isFalse();
    }

    @Test
    void allowsAShareOfTheRecentExecutionsBesides() {
        deposit(1_000, 0);

        assertThat(withdrawals(seconds(1))).isEqualTo(RESERVE + 200);
    }

    @Test
    void forgetsExecutionsAndRetriesThatAreTooOld() {
        deposit(1_000, 0);
        withdrawals(0);

        assertThat(budget.available(seconds(RetryBudget.WINDOW_SECONDS - 1))).isZero();
        assertThat(budget.available(seconds(RetryBudget.WINDOW_SECONDS))).isEqualTo(RESERVE);
    }

    @Test
    void theSlotOfASecondIsUsedAgainLater() {
        deposit(1_000, 0);
        deposit(10, seconds(RetryBudget.WINDOW_SECONDS));

        assertThat(budget.available(seconds(RetryBudget.WINDOW_SECONDS))).isEqualTo(RESERVE + 2);
    }

    @Test
    void whatOtherThreadsCountInASecondThatIsStillToComeGivesNothing() {
        deposit(500, seconds(5));

        assertThat(budget.available(seconds(4))).isEqualTo(RESERVE);
        assertThat(budget.available(seconds(5))).isEqualTo(RESERVE + 100);
    }

    /** {@link System#nanoTime()} may be anything, and pass from negative to positive. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -10_000_000_000L, -1, 0, 1, Long.MAX_VALUE - 20_000_000_000L})
    void worksWithAnyTime(long start) {
        deposit(500, start);

        assertThat(withdrawals(start + seconds(1))).isEqualTo(RESERVE + 100);
        assertThat(budget.available(start + seconds(11))).isEqualTo(RESERVE);
    }

    private void deposit(int executions, long nanos) {
        IntStream.range(0, executions).forEach(i -> budget.deposit(nanos));
    }

    private long withdrawals(long nanos) {
        long withdrawn = 0;
        while (budget.tryWithdraw(nanos)) {
            withdrawn++;
        }
        return withdrawn;
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
