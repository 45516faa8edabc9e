package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.proof.AppendCycles.Anomaly;
import dev.locking.tests.proof.AppendCycles.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Histories by hand. X and Y are lists; a transaction appends its own number. */
class AppendCyclesTest {

    private static final long X = 100;
    private static final long Y = 200;

    @Test
    void findsNothingInAHistoryThatHasAnOrder() {
        List<Found> found = AppendCycles.judge(
                List.of(
                        transaction(1, Map.of(X, List.of())),
                        transaction(2, Map.of(X, List.of(1L), Y, List.of())),
                        transaction(3, Map.of(X, List.of(1L, 2L), Y, List.of(2L)))),
                Map.of(X, List.of(1L, 2L), Y, List.of(2L)));

        assertThat(found).isEmpty();
    }

    @Test
    void reportsTwoThatWroteTwoListsInOppositeOrderAsG0() {
        List<Found> found = AppendCycles.judge(List.of(), Map.of(X, List.of(1L, 2L), Y, List.of(2L, 1L)));

        assertThat(found).contains(new Found(Anomaly.G0, List.of(1L, 2L)));
    }

    @Test
    void reportsAReadOfSomethingThatWasNeverCommittedAsG1a() {
        List<Found> found =
                AppendCycles.judge(List.of(transaction(2, Map.of(X, List.of(1L, 99L)))), Map.of(X, List.of(1L)));

        assertThat(found).containsExactly(new Found(Anomaly.G1A, List.of(2L)));
    }

    @Test
    void reportsTwoThatSawEachOthersWriteAsG1c() {
        List<Found> found = AppendCycles.judge(
                List.of(transaction(1, Map.of(Y, List.of(2L))), transaction(2, Map.of(X, List.of(1L)))),
                Map.of(X, List.of(1L), Y, List.of(2L)));

        assertThat(found).containsExactly(new Found(Anomaly.G1C, List.of(1L, 2L)));
    }

    @Test
    void reportsALostUpdateAsGSingle() {
        List<Found> found = AppendCycles.judge(
                List.of(transaction(1, Map.of(X, List.of())), transaction(2, Map.of(X, List.of()))),
                Map.of(X, List.of(1L, 2L)));

        assertThat(found).containsExactly(new Found(Anomaly.G_SINGLE, List.of(1L, 2L)));
    }

    @Test
    void reportsAReaderWhoSawOnlyHalfOfATransactionAsGSingle() {
        List<Found> found = AppendCycles.judge(
                List.of(transaction(3, Map.of(X, List.of(), Y, List.of(1L)))), Map.of(X, List.of(1L), Y, List.of(1L)));

        assertThat(found).containsExactly(new Found(Anomaly.G_SINGLE, List.of(1L, 3L)));
    }

    @Test
    void reportsWriteSkewAsG2() {
        List<Found> found = AppendCycles.judge(
                List.of(transaction(1, Map.of(Y, List.of())), transaction(2, Map.of(X, List.of()))),
                Map.of(X, List.of(1L), Y, List.of(2L)));

        assertThat(found).containsExactly(new Found(Anomaly.G2, List.of(1L, 2L)));
    }

    @Test
    void reportsTwoReadersWhoSawTwoWritesInOppositeOrderAsG2() {
        List<Found> found = AppendCycles.judge(
                List.of(
                        transaction(3, Map.of(X, List.of(1L), Y, List.of())),
                        transaction(4, Map.of(X, List.of(), Y, List.of(2L)))),
                Map.of(X, List.of(1L), Y, List.of(2L)));

        assertThat(found).containsExactly(new Found(Anomaly.G2, List.of(1L, 2L, 3L, 4L)));
    }

    @Test
    void reportsAReadInAnOrderThatIsNotTheListsOrder() {
        List<Found> found =
                AppendCycles.judge(List.of(transaction(3, Map.of(X, List.of(2L)))), Map.of(X, List.of(1L, 2L)));

        assertThat(found).containsExactly(new Found(Anomaly.INCOMPATIBLE_ORDER, List.of(3L)));
    }

    @Test
    void findsOneLostUpdateAmongAHundredThousandTransactions() {
        int size = 100_000;
        List<Long> list = LongStream.rangeClosed(1, size).boxed().toList();
        List<ListTransaction> transactions = new ArrayList<>();
        for (int i = 0; i < size; i += 100) {
            transactions.add(transaction(i + 1, Map.of(X, list.subList(0, i))));
        }
        assertThat(AppendCycles.judge(transactions, Map.of(X, list))).isEmpty();

        transactions.add(transaction(5_002, Map.of(X, list.subList(0, 5_000))));

        assertThat(AppendCycles.judge(transactions, Map.of(X, list)))
                .containsExactly(new Found(Anomaly.G_SINGLE, List.of(5_001L, 5_002L)));
    }

    private static ListTransaction transaction(long id, Map<Long, List<Long>> reads) {
        return new ListTransaction(id, reads);
    }
}
