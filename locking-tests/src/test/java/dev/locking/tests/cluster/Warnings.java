package dev.locking.tests.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the locks warn of, until closed. */
final class Warnings extends Handler {

    private final Logger logger = Logger.getLogger("dev.locking.hibernate.DatabaseLocks");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Warnings() {
        logger.setLevel(Level.WARNING);
        logger.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(null);
    }
}
