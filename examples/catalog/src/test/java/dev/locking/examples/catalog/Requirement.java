package dev.locking.examples.catalog;

import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What tests need and may not find: they are skipped with the reason, or fail with {@code LOCKING_TEST_REQUIRE_ALL=true}. */
final class Requirement {

    private Requirement() {}

    static RuntimeException notMet(String name, Exception reason) {
        String message = name + " is not available: " + reason;
        if (Boolean.parseBoolean(System.getenv("LOCKING_TEST_REQUIRE_ALL"))) {
            throw new AssertionFailedError(message, reason);
        }
        return new TestAbortedException(message, reason);
    }
}
