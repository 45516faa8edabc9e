package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionRegisterTest {

    private final Effect first = effect(1, 0, 100, 150);

    @Test
    void findsNothingWhereEachChangeIsComputedFromTheOneBeforeIt() {
        assertThat(judge(new Row(1, 2, 100, 170), effect(2, 1, 150, 170), first))
                .isEmpty();
    }

    @Test
    void reportsASecondChangeOfTheSameVersionAsLost() {
        assertThat(judge(new Row(1, 1, 100, 120), first, effect(2, 0, 100, 120)))
                .isEqualTo(Map.of(Finding.LOST, 1L));
    }

    @Test
    void reportsAChangeThatWasComputedFromAnOlderValueAsLostAlthoughItsVersionIsRight() {
        assertThat(judge(new Row(1, 2, 100, 120), first, effect(2, 1, 100, 120)))
                .isEqualTo(Map.of(Finding.LOST, 1L));
    }

    @Test
    void reportsALastChangeThatIsInTheJournalAndNotInTheRowAsLost() {
        assertThat(judge(new Row(1, 0, 100, 100), first)).isEqualTo(Map.of(Finding.LOST, 1L));
        assertThat(judge(new Row(1, 1, 100, 100), first)).isEqualTo(Map.of(Finding.LOST, 1L));
    }

    @Test
    void countsThreeOverwrittenChangesAsThree() {
        assertThat(judge(
                        new Row(1, 1, 0, 4),
                        effect(1, 0, 0, 1),
                        effect(2, 0, 0, 2),
                        effect(3, 0, 0, 3),
                        effect(4, 0, 0, 4)))
                .isEqualTo(Map.of(Finding.LOST, 3L));
    }

    @Test
    void reportsAVersionThatNobodyWroteAsPhantom() {
        assertThat(judge(new Row(1, 3, 100, 170), first, effect(2, 2, 150, 170)))
                .isEqualTo(Map.of(Finding.PHANTOM, 1L));
        assertThat(judge(new Row(1, 2, 100, 150), first)).isEqualTo(Map.of(Finding.PHANTOM, 1L));
    }

    @Test
    void reportsAChangeOfARowThatIsNotThereAsPhantom() {
        assertThat(VersionRegister.judge(List.of(), List.of(first)).counts()).isEqualTo(Map.of(Finding.PHANTOM, 1L));
    }

    private static Map<Finding, Long> judge(Row row, Effect... effects) {
        return VersionRegister.judge(List.of(row), List.of(effects)).counts();
    }

    private static Effect effect(long run, long version, long before, long after) {
        return new Effect(run, run, 1, version, before, after);
    }
}
