package dev.locking.retry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import dev.locking.ConflictException;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.Locking;
import dev.locking.retry.StubIntegration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the engine that the programmatic door finds, with all that is found beside it. */
class ObservationsTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit")
            .policy(RetryPolicy.builder().maxRetries(1).build());

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> seen = new ArrayList<>();

    /** What a span would be made of. */
    private final class Recorder implements ObservationHandler<Observation.Context> {

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStart(Observation.Context context) {
            seen.add("start " + context.getContextualName() + parent(context));
        }

        private static String parent(Observation.Context context) {
            return context.getParentObservation() == null
                    ? ""
                    : " in " + context.getParentObservation().getContextView().getName();
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            seen.add(context.getName() + ": " + event.getName() + " " + event.getContextualName());
        }

        @Override
        public void onStop(Observation.Context context) {
            seen.add("stop " + context.getName() + " " + context.getAllKeyValues() + error(context));
        }

        private static String error(Observation.Context context) {
            return context.getError() == null
                    ? ""
                    : " " + context.getError().getClass().getSimpleName();
        }
    }

    @BeforeEach
    void observe() {
        registry.observationConfig().observationHandler(new Recorder());
        Observations.addRegistry(registry);
    }

    @AfterEach
    void observeNoMore() {
        Observations.removeRegistry(registry);
        assertThat(registry.getCurrentObservation()).as("scope").isNull();
    }

    private static int losing(int attempts) {
        return Locking.<Integer, RuntimeException>call(DEPOSIT, () -> {
            int number = Attempt.current().number();
            if (number <= attempts) {
                throw new StubIntegration.StubConflict("lost");
            }
            return number;
        });
    }

    @Test
    void anExecutionIsASpanWithOneForEachAttemptAndAnEventForEachConflict() {
        losing(1);

        assertThat(seen)
                .containsExactly(
                        "start Wallets.deposit",
                        "start Wallets.deposit attempt in locking.execution",
                        "stop locking.attempt [keyValue(attempt=1),keyValue(operation=Wallets.deposit),"
                                + "keyValue(outcome=rolled-back)]",
                        "locking.execution: locking.conflict attempt 1: stale-update of Wallet",
                        "start Wallets.deposit attempt in locking.execution",
                        "stop locking.attempt [keyValue(attempt=2),keyValue(operation=Wallets.deposit),"
                                + "keyValue(outcome=committed)]",
                        "stop locking.execution [keyValue(operation=Wallets.deposit),keyValue(outcome=retried)]");
    }

    @Test
    void onlyTheExecutionIsAnErrorAndOnlyIfItsCallerGetsOne() {
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> losing(2));

        assertThat(seen)
                .filteredOn(line -> line.startsWith("stop locking.attempt"))
                .hasSize(2)
                .allMatch(line -> line.endsWith("]"));
        assertThat(seen)
                .last()
                .isEqualTo("stop locking.execution [keyValue(operation=Wallets.deposit),keyValue(outcome=exhausted)]"
                        + " ConflictException");
    }

    @Test
    void whatTheBodyObservesIsInItsAttempt() {
        Locking.<RuntimeException>run(
                DEPOSIT, () -> Observation.start("select", registry).stop());

        assertThat(seen).contains("start null in locking.attempt");
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        Observations.removeRegistry(registry);

        losing(1);

        assertThat(seen).isEmpty();
    }

    @Test
    void theLatestRegistryObservesUntilItIsRemoved() {
        ObservationRegistry ofAnotherApplication = ObservationRegistry.create();
        Observations.addRegistry(ofAnotherApplication);

        losing(0);
        assertThat(seen).isEmpty();

        Observations.removeRegistry(ofAnotherApplication);
        losing(0);
        assertThat(seen).isNotEmpty();
    }
}
