package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Operation;
import dev.locking.retry.CombinedCall.State;
import org.junit.jupiter.api.Test;

class CombinedCallTest {

    private final StubIntegration integration = new StubIntegration();
    private long now = 1_000;

    private final CombinedCall call = new CombinedCall(
            Operation.named("Wallets.deposit"),
            () -> "alone",
            () -> "with others",
            integration,
            Engines.on(integration, new Timing(() -> now, nanos -> {}, () -> 0.0)));

    /** Its caller, who sleeps on until the end, could not tell when that was. */
    @Test
    void whatItHasWaitedEndsWhenALeaderTakesItAlong() throws InterruptedException {
        now += 5;
        call.isTaken();
        now += 7;
        call.committed();

        assertThat(call.awaitTurn(100)).isEqualTo(State.COMMITTED);
        assertThat(call.waitedNanos()).isEqualTo(5);
    }

    @Test
    void whoseTimeIsUpWhileALeaderRunsItWaitsForTheEnd() throws InterruptedException {
        call.isTaken();
        now += 100;

        assertThat(call.awaitTurn(10)).isEqualTo(State.TAKEN);
    }
}
