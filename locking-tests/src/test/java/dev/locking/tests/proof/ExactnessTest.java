package dev.locking.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExactnessTest {

    private static final long TOKEN = 7;

    @Test
    void findsNothingWhereEachCallIsInTheDataAsItsCallerWasTold() {
        List<Call> calls = List.of(
                new Call(1, 1, Told.OK, 1),
                new Call(2, 2, Told.OK, 3),
                new Call(3, 1, Told.FAILED, 60),
                new Call(4, 1, Told.UNKNOWN, 1),
                new Call(5, 1, Told.UNKNOWN, 1),
                new Call(6, 0, Told.OK, 1));

        Findings findings = Exactness.judge(calls, List.of(effect(1, 1), effect(2, 4), effect(2, 4), effect(4, 9)));

        assertThat(findings.isEmpty()).as(findings.toString()).isTrue();
    }

    @Test
    void reportsAnAcknowledgedCallOfWhichNothingIsInTheDataAsSwallowed() {
        assertThat(judge(Told.OK, 1)).isEqualTo(Map.of(Finding.SWALLOWED, 1L));
    }

    @Test
    void reportsEachSurplusCopyOfAnAcknowledgedCallAsDoubled() {
        assertThat(judge(Told.OK, 1, effect(TOKEN, 1), effect(TOKEN, 2), effect(TOKEN, 3)))
                .isEqualTo(Map.of(Finding.DOUBLED, 2L));
    }

    @Test
    void reportsACallThatFailedAndIsInTheDataAsDoubledBecauseItsCallerWillRepeatIt() {
        assertThat(judge(Told.FAILED, 1, effect(TOKEN, 1))).isEqualTo(Map.of(Finding.DOUBLED, 1L));
    }

    @Test
    void reportsASecondCopyOfACallWithUnknownOutcomeAsDoubled() {
        assertThat(judge(Told.UNKNOWN, 1, effect(TOKEN, 1), effect(TOKEN, 2))).isEqualTo(Map.of(Finding.DOUBLED, 1L));
    }

    @Test
    void reportsHalfATransactionAsTorn() {
        assertThat(judge(Told.OK, 2, effect(TOKEN, 1))).isEqualTo(Map.of(Finding.TORN, 1L));
    }

    @Test
    void reportsDataOfNobodyAsPhantom() {
        assertThat(Exactness.judge(List.of(), List.of(effect(99, 1))).counts()).isEqualTo(Map.of(Finding.PHANTOM, 1L));
    }

    private static Map<Finding, Long> judge(Told told, int effects, Effect... inTheData) {
        Call call = new Call(TOKEN, effects, told, 1);
        return Exactness.judge(List.of(call), Stream.of(inTheData).toList()).counts();
    }

    private static Effect effect(long token, long run) {
        return new Effect(token, run, 1, 0, 0, 0);
    }
}
