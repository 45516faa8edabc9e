package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

    /** Fails whenever it is told of an end. */
    private static final class Failing implements ExecutionListener {

        private final Error failure;
        int told;

        Failing(Error failure) {
            this.failure = failure;
        }

        @Override
        public void onConflict(String operation, int attempt, List<Conflict> conflicts) {}

        @Override
        public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
            told++;
            throw failure;
        }
    }

    @Test
    void oneThatFailsIsReportedOnceAndToldAgain() {
        Failing failing = new Failing(new AssertionError("no registry"));
        Failing another = new Failing(new NoClassDefFoundError("no registry"));
        Listeners listeners = new Listeners(List.of(failing, another));

        try (Warnings warnings = new Warnings()) {
            finish(listeners);
            assertThat(warnings.lines()).hasSize(2);

            finish(listeners);
            assertThat(warnings.lines()).as("nothing new").hasSize(2);
        }
        assertThat(failing.told).isEqualTo(2);
        assertThat(another.told).isEqualTo(2);
    }

    @Test
    void anErrorOfTheJvmIsNotKeptAway() {
        Error error = new OutOfMemoryError("not really");

        assertThatThrownBy(() -> finish(new Listeners(List.of(new Failing(error)))))
                .isSameAs(error);
    }

    private static void finish(Listeners listeners) {
        listeners.onFinished("Wallets.deposit", Outcome.SUCCESS, 1, 0);
    }
}
