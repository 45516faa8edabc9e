package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void anotherJvmKnowsItByTheUrl() {
        assertThat(Database.of("jdbc:postgresql://localhost:1/postgres?user=postgres"))
                .isEqualTo(Database.POSTGRESQL);
        assertThat(Database.of("jdbc:mariadb://127.0.0.1:1/lab?user=root")).isEqualTo(Database.MARIADB);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.of("jdbc:none:"))
                .withMessage("jdbc:none: leads to no database of the lab");
    }
}
