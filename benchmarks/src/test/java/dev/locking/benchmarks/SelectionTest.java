package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void aPlanIsWholeWhereNothingIsNamed() {
        Plan plan = set(Map.of("lab.threads", "", "lab.distributions", " "), Plan::fromSystemProperties);

        assertThat(plan.clients()).hasToString("[16 threads in 1 JVM, 64 threads in 1 JVM]");
        assertThat(plan.distributions()).hasToString("[hot, zipf-0.99]");
        assertThat(Strategies.fromSystemProperties()).isEqualTo(Strategies.ALL);
    }

    @Test
    void whatIsNamedIsMeasuredInTheOrderOfThePlan() {
        Plan plan = set(
                Map.of("lab.plan", "full", "lab.threads", "64, 4", "lab.distributions", "uniform,zipf-1.2"),
                Plan::fromSystemProperties);

        assertThat(plan.clients()).hasToString("[4 threads in 1 JVM, 64 threads in 1 JVM, 64 threads in 2 JVMs]");
        assertThat(plan.distributions()).hasToString("[zipf-1.2, uniform]");
    }

    @Test
    void theNumberOfJvmsIsThatOfThePlanUnlessItIsSet() {
        assertThat(clients(Map.of("lab.plan", "full")))
                .containsExactly(
                        new Clients(1, 1),
                        new Clients(1, 4),
                        new Clients(1, 16),
                        new Clients(1, 64),
                        new Clients(2, 16),
                        new Clients(2, 64));
        assertThat(clients(Map.of("lab.plan", "full", "lab.jvms", "1"))).hasSize(4);
        assertThat(clients(Map.of("lab.jvms", "2"))).containsExactly(new Clients(2, 16), new Clients(2, 64));
        assertThat(clients(Map.of("lab.jvms", "1,2", "lab.threads", "16")))
                .containsExactly(new Clients(1, 16), new Clients(2, 16));
    }

    @Test
    void cellsAreCountedAsTheyArePlayed() {
        assertThat(set(Map.of(), Plan::fromSystemProperties).cells(13)).isEqualTo(2 * 2 * 2 * 13);
        assertThat(set(Map.of("lab.jvms", "1,2", "lab.threads", "64"), Plan::fromSystemProperties)
                        .cells(3))
                .isEqualTo(2 * 2 * 2 * 3);
    }

    @Test
    void aSettingThatLeavesNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clients(Map.of("lab.plan", "full", "lab.jvms", "2", "lab.threads", "1,4")))
                .withMessage(
                        "lab.jvms = 2 and lab.threads = 1,4 leave nothing to measure. Set lab.threads to 16 or more,"
                                + " or lab.jvms to 1.");
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

    @Test
    void itIsMeasuredOnPostgreSqlUnlessAnotherDatabaseIsNamed() {
        assertThat(database("")).isEqualTo(Database.POSTGRESQL);
        assertThat(database("mariadb")).isEqualTo(Database.MARIADB);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database("MariaDB"))
                .withMessage("lab.database = MariaDB is no database of the lab. Set postgresql or mariadb.");
    }

    private static Database database(String name) {
        return set(Map.of("lab.database", name), Database::fromSystemProperties);
    }

    private static void assertRefused(String name, String value, String... told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(Map.of(name, value), () -> {
                    Plan.fromSystemProperties();
                    return Strategies.fromSystemProperties();
                }))
                .satisfies(e -> assertThat(e).message().contains(told));
    }

    private static List<Clients> clients(Map<String, String> properties) {
        return set(properties, Plan::fromSystemProperties).clients();
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
