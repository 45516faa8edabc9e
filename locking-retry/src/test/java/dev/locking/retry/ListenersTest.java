package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Conflict;
import dev.locking.spi.ExecutionListener;
import dev.locking.spi.Outcome;
import java.util.ArrayList;
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

    @Test
    void oneThatIsNotActiveIsNotTold() {
        List<String> told = new ArrayList<>();
        boolean[] active = {false};
        Listeners listeners = new Listeners(List.of(new ExecutionListener() {
            @Override
            public boolean isActive() {
                return active[0];
            }

            @Override
            public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
                told.add(operation);
            }
        }));

        assertThat(listeners.areActive()).isFalse();
        finish(listeners);
        active[0] = true;
        assertThat(listeners.areActive()).isTrue();
        finish(listeners);

        assertThat(told).containsExactly("Wallets.deposit");
    }

    @Test
    void oneThatCannotTellWhetherItIsActiveIsReportedOnceAndNotTold() {
        List<String> told = new ArrayList<>();
        Listeners listeners = new Listeners(List.of(new ExecutionListener() {
            @Override
            public boolean isActive() {
                throw new NoClassDefFoundError("no registry");
            }

            @Override
            public void onFinished(String operation, Outcome outcome, int attempts, long elapsedNanos) {
                told.add(operation);
            }
        }));

        try (Warnings warnings = new Warnings()) {
            assertThat(listeners.areActive()).isFalse();
            finish(listeners);

            assertThat(warnings.lines()).hasSize(1);
        }
        assertThat(told).isEmpty();
    }

    private static void finish(Listeners listeners) {
        listeners.onFinished("Wallets.deposit", Outcome.SUCCESS, 1, 0);
    }
}
