package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MergeLabTest {

    @Test
    void everyWayChangesEntitiesOfEachWidthAndLosesNothing() throws Exception {
        ContentionLab.configureLogging();
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        boolean right;
        try (Server server = Servers.start(Database.POSTGRESQL)) {
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
}
