package dev.locking.benchmarks;

import java.io.IOException;
import org.opentest4j.TestAbortedException;

/** The servers of the tests. */
final class Servers {

    private Servers() {}

    /** Where it cannot be started, that is told and breaks no build, unless it is asked to. */
    static Server start(Database database) throws IOException {
        try {
            return database.start();
        } catch (IOException | RuntimeException e) {
            if ("true".equals(System.getenv("LOCKING_TEST_REQUIRE_ALL"))) {
                throw e;
            }
            throw new TestAbortedException(database + " does not start: " + e, e);
        }
    }
}
