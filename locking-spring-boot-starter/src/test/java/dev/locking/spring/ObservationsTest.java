package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Executions of an application are observed in its own registry. */
class ObservationsTest extends SpringKit {

    private static final List<String> STOPPED = new CopyOnWriteArrayList<>();

    static class Registry {

        @Bean
        ObservationRegistry observations() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new Recorder());
            return registry;
        }
    }

    private static final class Recorder implements ObservationHandler<Observation.Context> {

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStop(Observation.Context context) {
            STOPPED.add(context.getName() + " " + context.getContextualName());
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Doors.OnMethod.class, Errands.class, Registry.class};
    }

    @Test
    void attemptsAreInsideOfTheirExecution() {
        bank.open(1);
        STOPPED.clear();

        context.getBean(Doors.OnMethod.class).deposit();

        assertThat(STOPPED)
                .containsSubsequence(
                        "locking.attempt Doors.OnMethod.deposit attempt",
                        "locking.attempt Doors.OnMethod.deposit attempt",
                        "locking.execution Doors.OnMethod.deposit");
    }
}
