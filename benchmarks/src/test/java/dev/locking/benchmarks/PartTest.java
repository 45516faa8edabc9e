package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void twoJvmsShareTheThreadsAndNoTwoThreadsDrawTheSame() {
        assertThat(parts(2, 16)).extracting(Part::threads).containsExactly(8, 8);
        assertThat(parts(2, 16)).extracting(Part::firstThread).containsExactly(0, 8);
        assertThat(parts(2, 3)).extracting(Part::threads).containsExactly(2, 1);
        assertThat(parts(1, 3)).extracting(Part::threads).containsExactly(3);
    }

    @Test
    void oneThreadIsInOneJvm() {
        assertThat(parts(2, 1)).extracting(Part::threads).containsExactly(1);
    }

    @Test
    void crossesToAnotherJvmAsALine() {
        for (Distribution distribution :
                List.of(Distribution.hotRow(), Distribution.zipf(0.99), Distribution.uniform())) {
            Part part = new Part("ours-group", distribution, Duration.ofMillis(1), 8, 8, Duration.ofMillis(1_800));

            assertThat(Part.parse(part.line()))
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .isEqualTo(part);
        }
    }

    private static List<Part> parts(int jvms, int threads) {
        Setting setting = new Setting(Distribution.hotRow(), new Clients(jvms, 16), Duration.ZERO);
        return Part.of("any", setting, threads, Duration.ofSeconds(1));
    }
}
