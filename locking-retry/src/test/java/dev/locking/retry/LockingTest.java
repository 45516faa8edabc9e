package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.GroupHolder;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.retry.StubIntegration.StubConflict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The programmatic door, on the engine that ServiceLoader puts together. */
class LockingTest {

    private final List<Integer> seen = new ArrayList<>();

    @Test
    void returnsWhatTheAttemptThatCommittedReturned() {
        assertThat(Locking.call("Wallets.deposit", this::losingOnce)).isEqualTo("attempt 2");
        assertThat(Locking.call(Operation.named("Wallets.deposit"), this::losingOnce))
                .isEqualTo("attempt 2");
        assertThat(seen).containsExactly(1, 2, 1, 2);
    }

    @Test
    void runsABodyThatReturnsNothing() {
        Locking.run("Wallets.deposit", () -> {
            losingOnce();
        });
        Locking.run(Operation.named("Wallets.deposit"), () -> {
            losingOnce();
        });

        assertThat(seen).containsExactly(1, 2, 1, 2);
    }

    @Test
    void aCheckedExceptionLeavesAsItCame() {
        IOException failure = new IOException("disk full");

        assertThatThrownBy(() -> Locking.run("Wallets.export", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void inTurnAndOnceItReturnsWhatTheBodyReturned() {
        GroupPolicy wallet = GroupPolicy.named("wallet");

        assertThat(Locking.callInTurn(Operation.named("Wallets.deposit").group(wallet), List.of(7L), this::losingOnce))
                .isEqualTo("attempt 2");
        assertThat(Locking.callOnce(
                        Operation.named("Wallets.order"), "order-17", List.of(), String.class, () -> "ordered"))
                .isEqualTo("ordered");
        assertThat(ExclusiveGroups.call(
                        "Wallets.audit",
                        wallet,
                        List.of(7L),
                        () -> ExclusiveGroups.holder("wallet", 7L).map(GroupHolder::operation)))
                .contains("Wallets.audit");
    }

    @Test
    void withoutAGroupThereIsNoTurn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Locking.callInTurn(Operation.named("Wallets.deposit"), List.of(7L), () -> "done"))
                .withMessageContaining("is in no exclusive group");
    }

    @Test
    void theEngineIsAlwaysTheSame() {
        assertThat(RetryEngine.standard()).isNotNull().isSameAs(RetryEngine.standard());
    }

    @Test
    void chanceIsAShareAndNotAlwaysTheSame() {
        Set<Double> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(Timing.REAL.random().getAsDouble());
        }

        assertThat(drawn).hasSizeGreaterThan(1).allMatch(share -> share >= 0 && share < 1);
    }

    private String losingOnce() {
        int number = Attempt.current().number();
        seen.add(number);
        if (number == 1) {
            throw new StubConflict("attempt 1");
        }
        return "attempt " + number;
    }
}
