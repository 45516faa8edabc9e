package dev.locking.tests.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged under a name while this is open; nothing of it is printed. */
final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler collector = new Collector();

    /** @param level and above */
    LogLines(String name, Level level) {
        logger = Logger.getLogger(name);
        logger.setUseParentHandlers(false);
        logger.addHandler(collector);
        logger.setLevel(level);
    }

    private final class Collector extends Handler {

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getLoggerName() + ": " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.setLevel(null);
        logger.removeHandler(collector);
        logger.setUseParentHandlers(true);
    }
}
