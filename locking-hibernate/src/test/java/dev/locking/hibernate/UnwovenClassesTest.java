package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.RetryOnConflict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnwovenClassesTest {

    /** This module's build weaves nothing, so this class is what the report is about. */
    static class NobodyWoveThis {

        @RetryOnConflict
        void deposit() {}
    }

    @SuppressWarnings("unused")
    static class NorThis {

        @ExclusiveGroup("wallet")
        void deposit(@GroupKey long walletId) {}
    }

    private final Logger logger = Logger.getLogger(UnwovenClasses.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.addHandler(lines);
        UnwovenClasses.forgetReported();
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(lines);
        logger.setLevel(null);
    }

    @Test
    void aClassThatNobodyWoveIsReportedOnceWithWhatToDo() {
        Factories.nativeBootstrap("first").close();
        Factories.nativeBootstrap("second").close();

        assertThat(lines.errors)
                .filteredOn(line -> line.contains(NobodyWoveThis.class.getName()))
                .singleElement()
                .asString()
                .contains("conflicts are NOT retried")
                .contains("byte-buddy-maven-plugin")
                .contains("-javaagent");
    }

    @Test
    void soIsOneThatOnlyAsksForTurns() {
        Factories.nativeBootstrap("first").close();

        assertThat(lines.errors).anyMatch(line -> line.startsWith(NorThis.class.getName() + " has"));
    }

    @Test
    void aClassThatOnlyMentionsTheAnnotationIsNotReported() {
        Factories.nativeBootstrap("first").close();

        assertThat(lines.errors).noneMatch(line -> line.startsWith(getClass().getName() + " has"));
    }

    private static final class Lines extends Handler {

        final List<String> errors = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
