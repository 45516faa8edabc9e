package dev.locking.tests.cluster;

import dev.locking.tests.databases.Setting;
import java.util.concurrent.Callable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What locks beside the databases; one that does not start skips its tests, as a database does. */
final class Engine {

    private Engine() {}

    /**
     * Starts an engine.
     *
     * @throws TestAbortedException if it does not start
     * @throws AssertionFailedError instead, where everything is required
     */
    static <T> T started(String name, Callable<T> start) {
        try {
            return start.call();
        } catch (Exception | LinkageError e) {
            String message = name + " is not available: " + e;
            if (Setting.isTrue("locking.test.require.all")) {
                throw new AssertionFailedError(message, e);
            }
            throw new TestAbortedException(message, e);
        }
    }
}
