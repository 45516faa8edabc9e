package dev.locking.hibernate;

import java.time.Duration;

/** A moment until which somebody waits. */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** 0 if it is over. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    Duration remaining(Duration atMost) {
        Duration remaining = remaining();
        return remaining.compareTo(atMost) < 0 ? remaining : atMost;
    }

    boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }
}
