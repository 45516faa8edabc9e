package dev.locking.retry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the engine warns of while this is open; nothing of it is printed. */
final class Warnings implements AutoCloseable {

    private final Logger logger = Logger.getLogger(RetryEngine.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Filter collector = line -> {
        lines.add(line.getMessage());
        return false;
    };

    Warnings() {
        logger.setLevel(Level.WARNING);
        logger.setFilter(collector);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.setFilter(null);
        logger.setLevel(null);
    }
}
