package dev.locking.examples.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final List<String> TOLD = List.of("a", "b", "c");

    @Test
    void isContentWhenEveryAcknowledgedDepositIsBookedAndCreditedOnce() {
        assertThat(Audit.of(TOLD, List.of("c", "a", "b"), 3)).isEqualTo(new Audit(0, 0));
    }

    @Test
    void findsADepositThatIsNeitherInTheJournalNorInTheBalance() {
        assertThat(Audit.of(TOLD, List.of("a", "b"), 2)).isEqualTo(new Audit(1, 0));
    }

    @Test
    void findsALostUpdateOfWhichOnlyTheJournalTells() {
        assertThat(Audit.of(TOLD, TOLD, 2)).isEqualTo(new Audit(1, 0));
    }

    @Test
    void findsADepositThatIsBookedAndCreditedTwice() {
        assertThat(Audit.of(TOLD, List.of("a", "b", "b", "c"), 4)).isEqualTo(new Audit(0, 1));
    }

    @Test
    void findsADepositThatIsCreditedTwiceAndBookedOnce() {
        assertThat(Audit.of(TOLD, TOLD, 4)).isEqualTo(new Audit(0, 1));
    }

    @Test
    void findsADepositThatIsBookedAlthoughItsCallFailed() {
        assertThat(Audit.of(List.of("a", "b"), TOLD, 3)).isEqualTo(new Audit(0, 1));
    }

    @Test
    void findsALostOneAndADoubledOneThatLeaveTheSumRight() {
        assertThat(Audit.of(TOLD, List.of("a", "a", "b"), 3)).isEqualTo(new Audit(1, 1));
    }
}
