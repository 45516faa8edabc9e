package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void aPlanIsWholeWhereNothingIsNamed() {
        Plan plan = set(Map.of("lab.threads", "", "lab.distributions", " "), Plan::fromSystemProperties);

        assertThat(plan.threads()).containsExactly(16, 64);
        assertThat(plan.distributions()).hasToString("[hot, zipf-0.99]");
        assertThat(Strategies.fromSystemProperties()).isEqualTo(Strategies.ALL);
    }

    @Test
    void whatIsNamedIsMeasuredInTheOrderOfThePlan() {
        Plan plan = set(
                Map.of("lab.plan", "full", "lab.threads", "64, 4", "lab.distributions", "uniform,zipf-1.2"),
                Plan::fromSystemProperties);

        assertThat(plan.threads()).containsExactly(4, 64);
        assertThat(plan.distributions()).hasToString("[zipf-1.2, uniform]");
    }

    @Test
    void serialIsMeasuredWithThoseThatAreNamed() {
        assertThat(set(Map.of("lab.only", "ours-combine,ours-group"), Strategies::fromSystemProperties))
                .hasToString("[serial, ours-group, ours-combine]");
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        assertRefused(
                "lab.distributions", "hot,cold", "lab.distributions = cold names nothing", "Set hot, zipf-0.99, or");
        assertRefused("lab.threads", "17", "lab.threads = 17 names nothing", "Set 16, 64, or");
        assertRefused(
                "lab.only", "ours", "lab.only = ours names nothing", "Set serial, naive, ", "ours-combine-flush, or");
    }

    private static void assertRefused(String name, String value, String... told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(Map.of(name, value), () -> {
                    Plan.fromSystemProperties();
                    return Strategies.fromSystemProperties();
                }))
                .satisfies(e -> assertThat(e).message().contains(told));
    }

    private static <T> T set(Map<String, String> properties, Supplier<T> read) {
        properties.forEach(System::setProperty);
        try {
            return read.get();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }
}
