package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Meters of this library are in the application's registry, since Boot adds that to Micrometer's global one. */
class MetersTest extends SpringKit {

    static class Registry {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {Doors.OnMethod.class, Errands.class, Registry.class};
    }

    @Test
    void retriesAreSeenInTheRegistryOfTheApplication() {
        bank.open(1);

        context.getBean(Doors.OnMethod.class).deposit();

        MeterRegistry registry = context.getBean(MeterRegistry.class);
        assertThat(registry.get("locking.executions")
                        .tag("operation", "Doors.OnMethod.deposit")
                        .tag("outcome", "retried")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("locking.conflicts")
                        .tag("operation", "Doors.OnMethod.deposit")
                        .tag("entity", "Wallet")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
