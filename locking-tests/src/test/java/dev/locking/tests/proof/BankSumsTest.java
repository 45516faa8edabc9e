package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BankSumsTest {

    private final List<Row> bank = List.of(new Row(1, 1, 100, 70), new Row(2, 1, 100, 130));

    private final List<Effect> transfer = List.of(new Effect(1, 1, 1, 0, 100, 70), new Effect(1, 1, 2, 0, 100, 130));

    @Test
    void findsNothingWhereBalancesAndSumsAddUp() {
        assertThat(BankSums.judge(bank, transfer).isEmpty()).isTrue();
        assertThat(BankSums.judgeClosed(bank, List.of(200L, 200L)).isEmpty()).isTrue();
    }

    @Test
    void reportsABalanceThatTheJournalDoesNotExplain() {
        assertThat(BankSums.judge(bank, transfer.subList(0, 1)).counts()).isEqualTo(Map.of(Finding.SUM, 1L));
    }

    @Test
    void reportsMoneyThatCameFromNowhere() {
        List<Row> richer = List.of(bank.get(0), new Row(2, 1, 100, 131));

        assertThat(BankSums.judgeClosed(richer, List.of()).counts()).isEqualTo(Map.of(Finding.SUM, 1L));
    }

    @Test
    void reportsEachSumThatShowsHalfATransfer() {
        assertThat(BankSums.judgeClosed(bank, List.of(200L, 170L, 230L)).counts())
                .isEqualTo(Map.of(Finding.SUM, 2L));
    }
}
