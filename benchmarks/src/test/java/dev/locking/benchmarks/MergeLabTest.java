package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class MergeLabTest {

    @Test
    void everyWayChangesEntitiesOfEachWidthAndLosesNothing() throws Exception {
        ContentionLab.configureLogging();
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        boolean right;
        try (Server server = start()) {
            right = new MergeLab(2, 3, new PrintStream(output, true, StandardCharsets.UTF_8)).run(server);
        }

        String table = output.toString(StandardCharsets.UTF_8);
        assertThat(right).as(table).isTrue();
        for (int width : new int[] {10, 50, 200}) {
            assertThat(table)
                    .containsPattern("\\n +" + width + " +bare transaction +[\\d,]+ us +1.000\\n")
                    .containsPattern("\\n +" + width + " +conflict, merged +[\\d,]+ us +\\d+\\.\\d{3}\\n");
        }
    }

    /** Where it cannot be started, that is told and breaks no build, unless it is asked to. */
    private static Server start() throws IOException {
        try {
            return Server.start();
        } catch (IOException | RuntimeException e) {
            if ("true".equals(System.getenv("LOCKING_TEST_REQUIRE_ALL"))) {
                throw e;
            }
            throw new TestAbortedException("PostgreSQL does not start: " + e, e);
        }
    }
}
