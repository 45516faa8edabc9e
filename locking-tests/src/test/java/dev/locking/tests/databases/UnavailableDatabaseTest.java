package dev.locking.tests.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class UnavailableDatabaseTest {

    private final Exception cause = new IllegalStateException("did not start", new IOException("no binaries"));

    @Test
    void skipsTheTestWhateverItIsUsedFor() {
        Database database = new UnavailableDatabase("Sybase", cause, false);

        assertThat(usesOf(database))
                .allSatisfy(use -> assertThatExceptionOfType(TestAbortedException.class)
                        .isThrownBy(use)
                        .withMessage("Sybase is not available: java.io.IOException: no binaries")
                        .withCause(cause));
    }

    @Test
    void failsTheTestIfItIsRequired() {
        Database database = new UnavailableDatabase("Sybase", cause, true);

        assertThat(usesOf(database))
                .allSatisfy(use -> assertThatExceptionOfType(AssertionFailedError.class)
                        .isThrownBy(use)
                        .withMessage("Sybase is not available: java.io.IOException: no binaries")
                        .withCause(cause));
    }

    private static Stream<ThrowingCallable> usesOf(Database database) {
        return Stream.of(
                database::assumeAvailable,
                database::freshSchema,
                database::jdbcUrl,
                database::user,
                database::password,
                database::hibernateSettings,
                database::connect);
    }
}
